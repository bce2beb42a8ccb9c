import { conversionFunctions } from './conversion-functions.js';
import type { ExpressionFunction } from './define-function.js';
import { listFunctions } from './list-functions.js';
import { numberFunctions } from './number-functions.js';
import { objectFunctions } from './object-functions.js';
import { textFunctions } from './text-functions.js';

/** Every function of the language, for evaluation, autocomplete and docs alike. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...conversionFunctions,
  ...textFunctions,
  ...listFunctions,
  ...objectFunctions,
  ...numberFunctions,
];

const byName = new Map(expressionFunctions.map((fn) => [fn.name, fn]));

export function findFunction(name: string): ExpressionFunction | undefined {
  return byName.get(name);
}

export function functionNames(): Iterable<string> {
  return byName.keys();
}
