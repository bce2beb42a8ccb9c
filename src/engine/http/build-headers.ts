import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { JsonValue } from '../json.js';
import { placeWithin } from '../place.js';
import type { Fill } from './fill.js';
import { scalarText } from './scalar-text.js';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a header can't hold
const UNSAFE_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;
/** Names and values together, in characters. */
const MAX_HEADERS_LENGTH = 32_768;

/** Headers that describe the connection and not the request: whoever sends it sets them. */
const RESERVED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

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

/** Throws `unsafe_header` for a value that would end its header or can't be written in one. */
export function checkHeaderValue(text: string, place: string): void {
  if (!UNSAFE_VALUE.test(text)) return;
  throw new ExpressionError(
    'unsafe_header',
    `${place} holds a line break or a character that headers can't carry. Remove it, or encode the value.`,
    { place },
  );
}

/** Throws `unsafe_header` for what is no name of a header, and for headers that belong to the connection. */
export function checkHeaderName(name: string, place: string): void {
  if (!TOKEN.test(name)) {
    throw new ExpressionError(
      'unsafe_header',
      `'${name}' can't be the name of a header. Use letters, digits and -.`,
      { place },
    );
  }
  const lower = name.toLowerCase();
  if (RESERVED.has(lower) || lower.startsWith('x-forwarded-')) {
    throw new ExpressionError(
      'unsafe_header',
      `The header '${name}' is set by whoever sends the request. Take it out.`,
      { place },
    );
  }
}
