import { ExpressionError } from '../expressions/expression-error.js';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a header can't hold
const UNSAFE_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

/** Headers that describe the connection and not the request: whoever sends it sets them. */
const RESERVED = new Set([
  'connection',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

/** Throws `unsafe_header` for a value that would end its header or can't be written in one. */
export function checkHeaderValue(text: string, place: string): void {
  if (!UNSAFE_VALUE.test(text)) return;
  throw new ExpressionError(
    'unsafe_header',
    `${place} holds a line break or a character that headers can't carry. Take it out, or encode it.`,
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
  if (RESERVED.has(lower) || /^(?:proxy|x-forwarded)-/.test(lower)) {
    throw new ExpressionError(
      'unsafe_header',
      `The header '${name}' is set by whoever sends the request. Take it out.`,
      { place },
    );
  }
}
