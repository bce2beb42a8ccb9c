import { ExpressionError } from '../../expressions/expression-error.js';
import { percentEncode } from '../../text/percent-encode.js';

/** The parts of a URL as they are sent. */
export interface SentUrl {
  /** Without its fragment. */
  url: string;
  /** With its port, unless that is the scheme's own. */
  host: string;
  path: string;
  /** Without its `?`. */
  query: string;
}

const PARTS = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i;
const PLAIN_HOST = /^[a-z0-9._-]+(?::\d+)?$|^\[[0-9a-f:.]+\](?::\d+)?$/;
const DOT = /^(?:\.|%2e)$/i;
const DOTS = /^(?:\.|%2e){2}$/i;

/**
 * A URL as a client sends it: the URL Standard's parser writes the host in lower case without a default port, resolves
 * dots in the path and percent-encodes what a URL can't hold. A signature must cover that and not what was written.
 */
export function sentUrl(text: string): SentUrl {
  const [, scheme = '', authority = '', rest = '', search = ''] = PARTS.exec(text) ?? [];
  const protocol = scheme.toLowerCase();
  const host = authority.toLowerCase().replace(protocol === 'https' ? /:(?:0*443)?$/ : /:(?:0*80)?$/, '');
  if (!PLAIN_HOST.test(host)) {
    throw new ExpressionError(
      'unsafe_url',
      'The host of this URL can only be signed in its plain form: letters, digits, dots and -, as in xn--bcher-kva.example.',
      { place: 'request.url' },
    );
  }
  const path = resolveDots(rest).replace(/["<>^`{}]|[^!-~]+/g, percentEncode);
  const query = search.replace(/["<>']|[^!-~]+/g, encodeAll);
  return { url: `${protocol}://${host}${path}${query === '' ? '' : `?${query}`}`, host, path, query };
}

function encodeAll(text: string): string {
  return text === "'" ? '%27' : percentEncode(text);
}

function resolveDots(path: string): string {
  const segments = path.split('/').slice(1);
  const resolved: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const goesUp = DOTS.test(segment);
    if (goesUp) resolved.pop();
    if (!goesUp && !DOT.test(segment)) resolved.push(segment);
    else if (index === segments.length - 1) resolved.push('');
  }
  return `/${resolved.join('/')}`;
}
