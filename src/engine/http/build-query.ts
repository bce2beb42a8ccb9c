import { type CompiledTemplate, compileTemplate } from '../expressions/compile-template.js';
import { stringify } from '../expressions/functions/text-of.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import type { JsonValue } from '../json.js';
import { placeWithin } from '../place.js';
import { percentEncode } from '../text/percent-encode.js';
import type { Fill } from './fill.js';

type QueryArrays = NonNullable<HttpRequestTemplate['queryArrays']>;
type Fields = Readonly<Record<string, JsonValue>>;
export type Pair = readonly [name: string, value: string];

/** The query parameters as `a=1&b=2`, empty where there are none. */
export function compileQuery(request: HttpRequestTemplate, place: string): Fill<string> {
  const pairs = compilePairs(request.query ?? {}, `${place}.query`, request.queryArrays);
  return (scope, secrets) => joinPairs(pairs(scope, secrets), percentEncode);
}

/** The names and values of fields: null leaves one out, a list is written as was chosen, an object as compact JSON. */
export function compilePairs(fields: Fields, place: string, arrays: QueryArrays = 'repeat'): Fill<Pair[]> {
  const compiled: [string, CompiledTemplate][] = Object.entries(fields).map(([name, value]) => [
    name,
    compileTemplate(value, placeWithin(place, name)),
  ]);
  return (scope, secrets) =>
    compiled.flatMap(([name, template]) => pairsOf(name, template.evaluate(scope, secrets), arrays));
}

export function joinPairs(pairs: readonly Pair[], encode: (text: string) => string): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/** The pairs with those of one name taken out and another put in the place of the first, or at the end. */
export function withPair<T>(pairs: readonly T[], isReplaced: (pair: T) => boolean, pair: T): T[] {
  const at = pairs.findIndex(isReplaced);
  if (at === -1) return [...pairs, pair];
  return [...pairs.slice(0, at), pair, ...pairs.slice(at + 1).filter((other) => !isReplaced(other))];
}

/** A value as the text of a field. */
export function fieldText(value: JsonValue): string {
  return typeof value === 'string' ? value : stringify(value);
}

function pairsOf(name: string, value: JsonValue, arrays: QueryArrays): Pair[] {
  if (value === null) return [];
  if (!Array.isArray(value)) return [[name, fieldText(value)]];
  const items = value.filter((item) => item !== null).map(fieldText);
  switch (arrays) {
    case 'comma':
      return items.length === 0 ? [] : [[name, items.join(',')]];
    case 'repeat':
      return items.map((item) => [name, item]);
    case 'brackets':
      return items.map((item) => [`${name}[]`, item]);
    case 'indices':
      return items.map((item, index) => [`${name}[${index}]`, item]);
  }
}
