import type { JsonValue } from '../../json.js';
import { spendVisits } from '../limits.js';
import { defineFunction, type ExpressionFunction, unfit } from './define-function.js';

/** Functions over numbers. A result that is no finite number is an error, never `null` or `NaN`. */
export const numberFunctions: readonly ExpressionFunction[] = [
  binary('add', 'The number plus another.', '{{19.5 | add(0.5)}}', 20, (left, right) => left + right),
  binary('subtract', 'The number minus another.', '{{10 | subtract(4)}}', 6, (left, right) => left - right),
  binary(
    'multiply',
    'The number times another.',
    '{{12 | multiply(1.5)}}',
    18,
    (left, right) => left * right,
  ),
  defineFunction({
    name: 'divide',
    input: 'number',
    parameters: [{ name: 'by', type: 'number' }],
    result: 'number',
    doc: 'The number divided by another, which must not be 0.',
    example: { template: '{{9 | divide(2)}}', result: 4.5 },
    call: (value, [by]) => {
      if (by === 0) throw unfit("divide's by", 'must not be 0', by);
      return finite('divide', value / by);
    },
  }),
  defineFunction({
    name: 'round',
    input: 'number',
    parameters: [{ name: 'digits', type: 'number', optional: true }],
    result: 'number',
    doc: 'The nearest number with so many digits after the point (0 when left out); a half goes away from 0.',
    example: { template: '{{19.005 | round(2)}}', result: 19.01 },
    call: (value, [digits = 0]) => roundTo(value, digits),
  }),
  unary('floor', 'The next whole number down.', '{{4.7 | floor}}', 4, Math.floor),
  unary('ceil', 'The next whole number up.', '{{4.2 | ceil}}', 5, Math.ceil),
  unary('abs', 'The number without its sign.', '{{-3 | abs}}', 3, Math.abs),
  fold(
    'sum',
    'All the numbers of a list added up; 0 for an empty one.',
    '{{[1, 2, 3.5] | sum}}',
    6.5,
    (numbers) => numbers.reduce((total, number) => total + number, 0),
  ),
  fold('min', 'The smallest number of a list; null for an empty one.', '{{[3, 1, 2] | min}}', 1, (numbers) =>
    numbers.length === 0 ? null : numbers.reduce((least, number) => Math.min(least, number)),
  ),
  fold('max', 'The largest number of a list; null for an empty one.', '{{[3, 1, 2] | max}}', 3, (numbers) =>
    numbers.length === 0 ? null : numbers.reduce((most, number) => Math.max(most, number)),
  ),
];

function binary(
  name: string,
  doc: string,
  template: string,
  result: number,
  compute: (left: number, right: number) => number,
): ExpressionFunction {
  return defineFunction({
    name,
    input: 'number',
    parameters: [{ name: 'other', type: 'number' }],
    result: 'number',
    doc,
    example: { template, result },
    call: (value, [other]) => finite(name, compute(value, other)),
  });
}

function unary(
  name: string,
  doc: string,
  template: string,
  result: number,
  compute: (value: number) => number,
): ExpressionFunction {
  return defineFunction({
    name,
    input: 'number',
    parameters: [],
    result: 'number',
    doc,
    example: { template, result },
    call: (value) => compute(value),
  });
}

function fold(
  name: string,
  doc: string,
  template: string,
  result: number,
  compute: (numbers: readonly number[]) => number | null,
): ExpressionFunction {
  return defineFunction({
    name,
    input: 'list',
    parameters: [],
    result: 'number',
    doc,
    example: { template, result },
    call: (list, _arguments, budget) => {
      spendVisits(budget, list.length);
      const folded = compute(list.map((item) => numberIn(name, item)));
      return folded === null ? null : finite(name, folded);
    },
  });
}

function numberIn(name: string, item: JsonValue): number {
  if (typeof item !== 'number') throw unfit(name, 'needs a list of numbers only', item);
  return item;
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value))
    throw unfit(name, 'needs numbers whose result is not too large', String(value));
  return value;
}

/** Rounds the decimal that the number is written as: 19.005 is a little less in binary, yet people mean 19.01. */
function roundTo(value: number, digits: number): number {
  if (!Number.isInteger(digits) || digits < 0 || digits > 15) {
    throw unfit("round's digits", 'must be a whole number from 0 to 15', digits);
  }
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const [rounded = '0', shift = '0'] = String(shifted).split('e');
  const result = Number(`${rounded}e${Number(shift) - digits}`);
  return value < 0 && result !== 0 ? -result : result;
}
