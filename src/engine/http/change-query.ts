import { type Pair, withPair } from './build-query.js';
import { percentEncode } from './percent-encode.js';

/** The URL with that query behind its own. */
export function appendQuery(url: string, query: string): string {
  if (query === '') return url;
  const { base, fragment } = splitFragment(url);
  const separator = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return base + separator + query + fragment;
}

/** The URL with one parameter set, in the place of those of that name. */
export function setQueryParameter(url: string, [name, value]: Pair): string {
  const { base, fragment } = splitFragment(url);
  const start = base.indexOf('?');
  const path = start === -1 ? base : base.slice(0, start);
  const parameters = start === -1 ? [] : base.slice(start + 1).split('&').filter((text) => text !== '');
  const parameter = `${percentEncode(name)}=${percentEncode(value)}`;
  return `${path}?${withPair(parameters, (text) => nameOf(text) === name, parameter).join('&')}${fragment}`;
}

function splitFragment(url: string): { base: string; fragment: string } {
  const hash = url.indexOf('#');
  return hash === -1 ? { base: url, fragment: '' } : { base: url.slice(0, hash), fragment: url.slice(hash) };
}

/** As servers read it, where it can be read. */
function nameOf(parameter: string): string {
  const name = parameter.replace(/=.*$/s, '').replace(/\+/g, ' ');
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return name;
  }
}
