import { conversionFunctions } from './conversion-functions.js';
import { dateFunctions } from './date-functions.js';
import type { KnownFunction } from './define-function.js';
import { encodingFunctions } from './encoding-functions.js';
import { listFunctions } from './list-functions.js';
import { numberFunctions } from './number-functions.js';
import { objectFunctions } from './object-functions.js';
import { textFunctions } from './text-functions.js';

/** Every function of the language, by what it is about. */
export const functionsByKind = {
  any: conversionFunctions,
  text: textFunctions,
  list: listFunctions,
  object: objectFunctions,
  number: numberFunctions,
  date: dateFunctions,
  encoding: encodingFunctions,
};

/** What a function is about, for docs and menus. */
export type FunctionKind = keyof typeof functionsByKind;

const byName = new Map<string, KnownFunction>(
  Object.values(functionsByKind).flatMap((functions) => functions.map((fn) => [fn.name, fn] as const)),
);

export function findFunction(name: string): KnownFunction | undefined {
  return byName.get(name);
}

export function functionNames(): Iterable<string> {
  return byName.keys();
}
