import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import { checkHeaderName, checkHeaderValue } from './check-header.js';
import type { Fill } from './fill.js';
import { isUnsafe } from './is-unsafe.js';
import { scalarText } from './scalar-text.js';

/** By what a server knows a repeat of a request. A header of that name among the request's own is its key already. */
export interface Idempotency {
  /** In lower case. */
  header: string;
  /** The author's own key. */
  key?: Fill<string>;
  /** Without a key of the author's, the run's is sent. */
  usesRunKey: boolean;
}

export function compileIdempotency({ idempotency, method }: HttpRequestTemplate, place: string): Idempotency {
  const { header = 'Idempotency-Key', key } = idempotency || {};
  checkHeaderName(header, `${place}.idempotency.header`);
  const name = header.toLowerCase();
  if (key === undefined) return { header: name, usesRunKey: idempotency !== false && isUnsafe(method) };
  const at = `${place}.idempotency.key`;
  const template = compileTemplate(key, at);
  return {
    header: name,
    usesRunKey: false,
    key(scope, secrets) {
      const text = scalarText(template.evaluate(scope, secrets), at).trim();
      checkHeaderValue(text, at);
      if (text !== '') return text;
      throw new ExpressionError(
        'missing',
        `${at} is empty, so no server could know a repeat. Give it a value.`,
        {
          place: at,
        },
      );
    },
  };
}
