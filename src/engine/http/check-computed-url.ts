import { ExpressionError } from '../expressions/expression-error.js';
import { ORIGIN, UNSAFE } from './url-template.js';

/** Throws `unsafe_url` unless a URL that an expression gave is a plain absolute http(s) one. */
export function checkComputedUrl(url: string): void {
  const origin = ORIGIN.exec(url)?.[0];
  const next = origin === undefined ? 'x' : url.charAt(origin.length);
  if (UNSAFE.test(url) || (next !== '' && !/[/?#]/.test(next))) {
    const shown = JSON.stringify(url.length > 100 ? `${url.slice(0, 100)}…` : url);
    throw new ExpressionError(
      'unsafe_url',
      `${shown} is no URL that can be called. It must begin with https:// or http:// and a host.`,
    );
  }
}
