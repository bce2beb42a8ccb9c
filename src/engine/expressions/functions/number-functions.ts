import type { JsonValue } from '../../json.js';
import { type Budget, spendVisits } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';

/** Functions over numbers. A result that is no finite number is an error, never `null` or `NaN`. */
export const numberFunctions = [
  defineFunction('number | add(other: number) → number', {
    doc: 'The number plus another.',
    example: { template: '{{19.5 | add(0.5)}}', result: 20 },
    call: (value, [other]) => finite('add', value + other),
  }),
  defineFunction('number | subtract(other: number) → number', {
    doc: 'The number minus another.',
    example: { template: '{{10 | subtract(4)}}', result: 6 },
    call: (value, [other]) => finite('subtract', value - other),
  }),
  defineFunction('number | multiply(other: number) → number', {
    doc: 'The number times another.',
    example: { template: '{{12 | multiply(1.5)}}', result: 18 },
    call: (value, [other]) => finite('multiply', value * other),
  }),
  defineFunction('number | divide(by: number) → number', {
    doc: 'The number divided by another, which must not be 0.',
    example: { template: '{{9 | divide(2)}}', result: 4.5 },
    call: (value, [by]) => {
      if (by === 0) throw unfit("divide's by", 'must not be 0', by);
      return finite('divide', value / by);
    },
  }),
  defineFunction('number | round(digits?: number) → number', {
    doc: 'The nearest number with so many digits after the point (0 when left out); a half goes away from 0.',
    example: { template: '{{19.005 | round(2)}}', result: 19.01 },
    call: (value, [digits = 0]) => roundTo(value, digits),
  }),
  defineFunction('number | floor → number', {
    doc: 'The next whole number down.',
    example: { template: '{{4.7 | floor}}', result: 4 },
    call: Math.floor,
  }),
  defineFunction('number | ceil → number', {
    doc: 'The next whole number up.',
    example: { template: '{{4.2 | ceil}}', result: 5 },
    call: Math.ceil,
  }),
  defineFunction('number | abs → number', {
    doc: 'The number without its sign.',
    example: { template: '{{-3 | abs}}', result: 3 },
    call: Math.abs,
  }),
  defineFunction('list | sum → number', {
    doc: 'All the numbers of a list added up; 0 for an empty one.',
    example: { template: '{{[1, 2, 3.5] | sum}}', result: 6.5 },
    call: (list, _arguments, budget) =>
      finite(
        'sum',
        numbersIn('sum', list, budget).reduce((total, number) => total + number, 0),
      ),
  }),
  defineFunction('list | min → number', {
    doc: 'The smallest number of a list; null for an empty one.',
    example: { template: '{{[3, 1, 2] | min}}', result: 1 },
    call: (list, _arguments, budget) => fold(numbersIn('min', list, budget), Math.min),
  }),
  defineFunction('list | max → number', {
    doc: 'The largest number of a list; null for an empty one.',
    example: { template: '{{[3, 1, 2] | max}}', result: 3 },
    call: (list, _arguments, budget) => fold(numbersIn('max', list, budget), Math.max),
  }),
];

function numbersIn(name: string, list: readonly JsonValue[], budget: Budget): number[] {
  spendVisits(budget, list.length);
  return list.map((item) => {
    if (typeof item !== 'number') throw unfit(name, 'needs a list of numbers only', item);
    return item;
  });
}

function fold(numbers: readonly number[], choose: (left: number, right: number) => number): number | null {
  return numbers.length === 0 ? null : numbers.reduce((chosen, number) => choose(chosen, number));
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
  // Numbers this large have no digits after the point.
  if (Math.abs(value) >= 2 ** 52) return value;
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const [rounded = '0', shift = '0'] = String(shifted).split('e');
  const result = Number(`${rounded}e${Number(shift) - digits}`);
  return value < 0 && result !== 0 ? -result : result;
}
