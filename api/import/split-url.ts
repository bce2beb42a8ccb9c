import { toIdentifier } from './input-set.js';
import { cleanText } from './read-json-source.js';
import type { Pairs } from './recorded-request.js';
import { isSecretSegment } from './secret-finder.js';

/** A URL taken apart. `path` has segments of text and of what is filled in later. */
export interface SplitUrl {
  origin: URL;
  path: PathSegment[];
  query: Pairs;
  /** `user:password` before the host. */
  user?: { name: string; password: string };
}

type PathSegment =
  | { type: 'text'; text: string }
  /** `secret`: a token of the source stood here. */
  | { type: 'value'; name: string; secret?: string };

const MAX_URL = 8_000;
/** Everything before the path, the path, and the query. */
const PARTS = /^(?:(https?):\/\/)?([^/?#\\]*)([^?#]*)(?:\?([^#]*))?/i;
const WHOLE_SEGMENT = /^(?::([A-Za-z_]\w*)|\{([\w.-]+)\}|\{\{([\w. -]+)\}\}|<([\w-]+)>|\uE000(\w+)\uE001)$/;

/** Undefined where there is no plain host to send a request to. */
export function splitUrl(url: string): SplitUrl | undefined {
  const text = cleanText(url.trim());
  if (text.length > MAX_URL) return undefined;
  const [, scheme = 'http', authority = '', path = '', query = ''] = PARTS.exec(text) ?? [];
  const origin = parseUrl(`${scheme}://${authority}/`);
  if (!origin || /[^\w.:[\]-]/.test(origin.host)) return undefined;
  const { username, password } = origin;
  return {
    origin: new URL(origin.origin),
    path: splitPath(path),
    query: readQuery(query),
    ...((username || password) && { user: { name: decode(username), password: decode(password) } }),
  };
}

function splitPath(path: string): PathSegment[] {
  const segments: PathSegment[] = [];
  for (const segment of path.replaceAll('\\', '/').split('/').slice(1)) {
    if (segment === '.') continue;
    if (segment === '..') {
      segments.pop();
      continue;
    }
    const name = WHOLE_SEGMENT.exec(segment)
      ?.slice(1)
      .find((group) => group !== undefined);
    const literal = decode(segment);
    if (name !== undefined) segments.push({ type: 'value', name: toIdentifier(name) });
    else if (isSecretSegment(literal)) segments.push({ type: 'value', name: 'key', secret: literal });
    else segments.push({ type: 'text', text: encodeSegment(segment) });
  }
  return segments;
}

/** Percent-encoded, and never taken for a `:name` or an expression. */
function encodeSegment(segment: string): string {
  const plain = segment.replaceAll('?', '%3F').replace(/[\uE000\uE001]/g, '$');
  const encoded = parseUrl(`http://host/${plain}`)?.pathname.slice(1) ?? '';
  return encoded.startsWith(':') ? `%3A${encoded.slice(1)}` : encoded.replaceAll('/', '%2F');
}

/** The parameters of a query. What isn't percent-encoded as it should be is taken as it is written. */
export function readQuery(query: string): Pairs {
  return [...new URLSearchParams(query.slice(0, 1_000_000))].map(([name, value]) => [
    cleanText(name),
    cleanText(value),
  ]);
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function decode(text: string): string {
  try {
    return cleanText(decodeURIComponent(text));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
