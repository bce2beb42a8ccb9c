import { HIDDEN } from '../secrets/redact-value.js';
import { percentEncode } from '../text/percent-encode.js';
import { type Pair, withPair } from './build-query.js';

/** The URL with one parameter set, in the place of those of that name. */
export function setQueryParameter(url: string, [name, value]: Pair): string {
  const { path, parameters, fragment } = takeApart(url);
  const parameter = `${percentEncode(name)}=${percentEncode(value)}`;
  const set = withPair(parameters, (text) => nameOf(text) === name, parameter);
  return `${path}?${set.join('&')}${fragment}`;
}

/** The URL without the parameters of that name. */
export function removeQueryParameter(url: string, name: string): string {
  const { path, parameters, fragment } = takeApart(url);
  const kept = parameters.filter((text) => nameOf(text) !== name);
  return `${path}${kept.length === 0 ? '' : `?${kept.join('&')}`}${fragment}`;
}

/** The URL with the value of one parameter hidden, for a record. */
export function hideQueryParameter(url: string, name: string): string {
  const { path, parameters, fragment } = takeApart(url);
  const shown = parameters.map((text) => (nameOf(text) === name ? `${percentEncode(name)}=${HIDDEN}` : text));
  return parameters.length === 0 ? url : `${path}?${shown.join('&')}${fragment}`;
}

function takeApart(url: string): { path: string; parameters: string[]; fragment: string } {
  const hash = url.indexOf('#');
  const base = hash === -1 ? url : url.slice(0, hash);
  const fragment = url.slice(base.length);
  const start = base.indexOf('?');
  if (start === -1) return { path: base, parameters: [], fragment };
  const parameters = base
    .slice(start + 1)
    .split('&')
    .filter((text) => text !== '');
  return { path: base.slice(0, start), parameters, fragment };
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
