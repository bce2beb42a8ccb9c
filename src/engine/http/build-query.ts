import { type CompiledTemplate, compileTemplate } from '../expressions/compile-template.js';
import { stringify } from '../expressions/functions/text-of.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/schema.js';
import type { JsonValue } from '../json.js';
import { placeWithin } from '../place.js';
import { formEncode, percentEncode } from '../text/percent-encode.js';

type QueryArrays = NonNullable<HttpRequestTemplate['queryArrays']>;
type Fields = Readonly<Record<string, JsonValue>>;

/** The query parameters as `a=1&b=2`, empty where there are none. */
export function compileQuery(request: HttpRequestTemplate): (scope: Scope) => string {
  return compilePairs(request.query ?? {}, 'request.query', request.queryArrays ?? 'repeat', percentEncode);
}

/** The fields of a form body, as `application/x-www-form-urlencoded` writes them. */
export function compileForm(fields: Fields): (scope: Scope) => string {
  return compilePairs(fields, 'request.body.fields', 'repeat', formEncode);
}

function compilePairs(
  fields: Fields,
  place: string,
  arrays: QueryArrays,
  encode: (text: string) => string,
): (scope: Scope) => string {
  const compiled: [string, CompiledTemplate][] = Object.entries(fields).map(([name, value]) => [
    name,
    compileTemplate(value, placeWithin(place, name)),
  ]);
  return (scope) =>
    compiled
      .flatMap(([name, template]) => pairsOf(name, template.evaluate(scope), arrays))
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .join('&');
}

/** Null leaves the parameter out; a list is written in the way that was chosen; an object as compact JSON. */
function pairsOf(name: string, value: JsonValue, arrays: QueryArrays): [string, string][] {
  if (value === null) return [];
  if (!Array.isArray(value)) return [[name, textOfValue(value)]];
  const items = value.filter((item) => item !== null).map(textOfValue);
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

function textOfValue(value: JsonValue): string {
  return typeof value === 'string' ? value : stringify(value);
}
