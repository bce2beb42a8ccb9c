import type { HoleNode } from '../expressions/ast.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { parseTemplateText } from '../expressions/parse-expression.js';

/** Where in a URL something stands. */
export type UrlRegion = 'path' | 'query' | 'fragment';

/** A piece of a URL template, in turn: text, a hole, or a `:name` that `request.path` fills. */
export type UrlToken =
  | { type: 'text'; text: string; region: UrlRegion }
  | { type: 'hole'; hole: HoleNode; region: UrlRegion }
  | { type: 'parameter'; name: string };

export type UrlTemplate =
  /** The whole URL is one expression. */
  | { type: 'expression'; hole: HoleNode }
  /** Scheme and host are literal. */
  | { type: 'tokens'; origin: string; tokens: readonly UrlToken[] };

/** Scheme and host, as far as they are plain. */
export const ORIGIN = /^https?:\/\/[^\s/?#\\@{}]+/i;
const PARAMETER = /\/:([A-Za-z_][A-Za-z0-9_]*)/g;
/** Control characters, white space and backslashes: parsers of URLs differ over them, so they are never let through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const UNSAFE = /[\u0000-\u0020\\\u007f]/;

/** Takes a URL template apart. Throws an `ExpressionError`: `syntax`, or `unsafe_url` where scheme or host are no literals. */
export function parseUrlTemplate(url: string): UrlTemplate {
  if (url.trim() === '') throw new ExpressionError('unsafe_url', 'Enter a URL that begins with https://.');
  const { parts, whole } = parseTemplateText(url.trim());
  if (whole) {
    const { operand } = whole.expression;
    if (operand.type === 'reference' && operand.root === 'workspace')
      throw new ExpressionError('unsafe_url', SECRET_URL);
    return { type: 'expression', hole: whole };
  }
  const [first] = parts;
  const origin = typeof first === 'string' ? ORIGIN.exec(first)?.[0] : undefined;
  if (typeof first !== 'string' || origin === undefined)
    throw new ExpressionError('unsafe_url', originMessage(first, parts.length));
  if (origin.length === first.length && parts.length > 1)
    throw new ExpressionError('unsafe_url', COMPUTED_HOST);
  if (origin.length < first.length && !/[/?#]/.test(first[origin.length] ?? '')) {
    throw new ExpressionError('unsafe_url', originMessage(first, parts.length));
  }
  const tokens: UrlToken[] = [];
  let region: UrlRegion = 'path';
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'object') {
      tokens.push({ type: 'hole', hole: part, region });
      continue;
    }
    if (UNSAFE.test(part)) {
      throw new ExpressionError(
        'unsafe_url',
        'The URL has a space, a backslash or an invisible character. Take it out.',
      );
    }
    region = addText(tokens, index === 0 ? part.slice(origin.length) : part, region);
  }
  return { type: 'tokens', origin, tokens };
}

/** The names of the `:name` parameters, in order. */
export function urlParameters(template: UrlTemplate): string[] {
  if (template.type === 'expression') return [];
  return template.tokens.flatMap((token) => (token.type === 'parameter' ? [token.name] : []));
}

const SECRET_URL = 'A credential is no URL. Write the host before it.';
const COMPUTED_HOST =
  'The host of a URL must be written out. Let the first {{…}} come after a /, or be the whole URL.';

function originMessage(first: string | HoleNode | undefined, count: number): string {
  if (typeof first !== 'string') return COMPUTED_HOST;
  if (/^https?:\/\/[^/?#]*@/i.test(first))
    return 'A URL must not hold a user name or password. Send them in a header.';
  if (/^https?:\/\//i.test(first)) return count > 1 ? COMPUTED_HOST : 'The URL has no host after its scheme.';
  return 'A URL begins with https:// or http://.';
}

function addText(tokens: UrlToken[], text: string, from: UrlRegion): UrlRegion {
  let rest = text;
  let region = from;
  if (region === 'path') {
    const end = rest.search(/[?#]/);
    const path = end === -1 ? rest : rest.slice(0, end);
    addPath(tokens, path);
    if (end === -1) return region;
    rest = rest.slice(end);
    region = rest.startsWith('?') ? 'query' : 'fragment';
  }
  if (region === 'query') {
    const end = rest.indexOf('#');
    if (end === -1) {
      if (rest !== '') tokens.push({ type: 'text', text: rest, region });
      return region;
    }
    if (end > 0) tokens.push({ type: 'text', text: rest.slice(0, end), region });
    rest = rest.slice(end);
    region = 'fragment';
  }
  if (rest !== '') tokens.push({ type: 'text', text: rest, region });
  return region;
}

function addPath(tokens: UrlToken[], path: string): void {
  let end = 0;
  for (const match of path.matchAll(PARAMETER)) {
    const start = match.index + 1;
    tokens.push({ type: 'text', text: path.slice(end, start), region: 'path' });
    tokens.push({ type: 'parameter', name: match[1] ?? '' });
    end = match.index + match[0].length;
  }
  if (end < path.length) tokens.push({ type: 'text', text: path.slice(end), region: 'path' });
}
