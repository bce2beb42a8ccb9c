import { conversionFunctions } from './conversion-functions.js';
import { dateFunctions } from './date-functions.js';
import type { ExpressionFunction, FunctionKind } from './define-function.js';
import { encodingFunctions } from './encoding-functions.js';
import { listFunctions } from './list-functions.js';
import { numberFunctions } from './number-functions.js';
import { objectFunctions } from './object-functions.js';
import { textFunctions } from './text-functions.js';

/** Every function of the language, for evaluation, autocomplete and docs alike. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...ofKind('any', conversionFunctions),
  ...ofKind('text', textFunctions),
  ...ofKind('list', listFunctions),
  ...ofKind('object', objectFunctions),
  ...ofKind('number', numberFunctions),
  ...ofKind('date', dateFunctions),
  ...ofKind('encoding', encodingFunctions),
];

const byName = new Map(expressionFunctions.map((fn) => [fn.name, fn]));

export function findFunction(name: string): ExpressionFunction | undefined {
  return byName.get(name);
}

export function functionNames(): Iterable<string> {
  return byName.keys();
}

function ofKind(
  kind: FunctionKind,
  functions: readonly Omit<ExpressionFunction, 'kind'>[],
): ExpressionFunction[] {
  return functions.map((fn) => ({ ...fn, kind }));
}
