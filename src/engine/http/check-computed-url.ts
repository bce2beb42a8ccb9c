import { ExpressionError } from '../expressions/expression-error.js';
import { ORIGIN, UNSAFE } from './url-template.js';

/** Throws `unsafe_url` unless a URL that a value gave is a plain absolute http(s) one. `shown`: as people may see it. */
export function checkComputedUrl(url: string, shown = url): void {
  const origin = ORIGIN.exec(url)?.[0];
  const next = origin === undefined ? 'x' : url.charAt(origin.length);
  if (UNSAFE.test(url) || (next !== '' && !/[/?#]/.test(next))) {
    throw new ExpressionError(
      'unsafe_url',
      `${JSON.stringify(shown.length > 100 ? `${shown.slice(0, 100)}…` : shown)} is no URL that can be called. It must begin with https:// or http:// and a host.`,
    );
  }
}
