import type { JsonValue } from '../../json.js';
import { type Budget, spendVisits } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';

/** Functions over numbers. A result that is no finite number is an error, never `null` or `NaN`. */
export const numberFunctions = [
  defineFunction('number | add(other: number) → number', (value, [other]) => finite('add', value + other)),
  defineFunction('number | subtract(other: number) → number', (value, [other]) =>
    finite('subtract', value - other),
  ),
  defineFunction('number | multiply(other: number) → number', (value, [other]) =>
    finite('multiply', value * other),
  ),
  defineFunction('number | divide(by: number) → number', (value, [by]) => {
    if (by === 0) throw unfit("divide's by", 'must not be 0', by);
    return finite('divide', value / by);
  }),
  defineFunction('number | round(digits?: number) → number', (value, [digits = 0]) => roundTo(value, digits)),
  defineFunction('number | floor → number', Math.floor),
  defineFunction('number | ceil → number', Math.ceil),
  defineFunction('number | abs → number', Math.abs),
  defineFunction('list | sum → number', (list, _arguments, budget) =>
    finite(
      'sum',
      numbersIn('sum', list, budget).reduce((total, number) => total + number, 0),
    ),
  ),
  defineFunction('list | min → number', (list, _arguments, budget) =>
    fold(numbersIn('min', list, budget), Math.min),
  ),
  defineFunction('list | max → number', (list, _arguments, budget) =>
    fold(numbersIn('max', list, budget), Math.max),
  ),
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
  if (!Number.isFinite(value)) throw unfit(name, 'needs numbers whose result is not too large', value);
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
