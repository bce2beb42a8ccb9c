import { type Pair, withPair } from './build-query.js';
import { percentEncode } from '../text/percent-encode.js';
import { HIDDEN } from './records.js';

/** The URL with that query behind its own. */
export function appendQuery(url: string, query: string): string {
  if (query === '') return url;
  const { base, fragment } = splitFragment(url);
  const separator = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&';
  return base + separator + query + fragment;
}

/** The URL with one parameter set, in the place of those of that name. */
export function setQueryParameter(url: string, [name, value]: Pair): string {
  const { path, parameters, fragment } = takeApart(url);
  const parameter = `${percentEncode(name)}=${percentEncode(value)}`;
  const set = withPair(parameters, (text) => nameOf(text) === name, parameter);
  return `${path}?${set.join('&')}${fragment}`;
}

/** The URL with the value of one parameter hidden, for a record. */
export function hideQueryParameter(url: string, name: string): string {
  const { path, parameters, fragment } = takeApart(url);
  const shown = parameters.map((text) => (nameOf(text) === name ? `${percentEncode(name)}=${HIDDEN}` : text));
  return parameters.length === 0 ? url : `${path}?${shown.join('&')}${fragment}`;
}

function takeApart(url: string): { path: string; parameters: string[]; fragment: string } {
  const { base, fragment } = splitFragment(url);
  const start = base.indexOf('?');
  if (start === -1) return { path: base, parameters: [], fragment };
  const parameters = base
    .slice(start + 1)
    .split('&')
    .filter((text) => text !== '');
  return { path: base.slice(0, start), parameters, fragment };
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
