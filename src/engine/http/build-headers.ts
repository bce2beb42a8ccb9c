import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { JsonValue } from '../json.js';
import { placeWithin } from '../place.js';
import { checkHeaderName, checkHeaderValue } from './check-header.js';
import type { Fill } from './fill.js';
import { scalarText } from './scalar-text.js';

/** Names and values together, in characters. */
const MAX_HEADERS_LENGTH = 32_768;

/** Compiles the headers of a request, names in lower case. A value of null leaves its header out. */
export function compileHeaders(
  headers: Readonly<Record<string, JsonValue>> = {},
  place = 'request.headers',
): Fill<Record<string, string>> {
  const compiled = Object.entries(headers).map(([name, value]) => {
    const at = placeWithin(place, name);
    checkHeaderName(name, at);
    return { name: name.toLowerCase(), place: at, template: compileTemplate(value, at) };
  });
  return (scope, secrets) => {
    const built: Record<string, string> = {};
    let length = 0;
    for (const { name, place, template } of compiled) {
      const value = template.evaluate(scope, secrets);
      if (value === null) continue;
      const text = scalarText(value, place).trim();
      checkHeaderValue(text, place);
      length += name.length + text.length;
      if (length > MAX_HEADERS_LENGTH) {
        throw new ExpressionError(
          'limit',
          'The headers are longer than 32 KiB together. Send large values in the body.',
          {
            place,
          },
        );
      }
      built[name] = text;
    }
    return built;
  };
}
