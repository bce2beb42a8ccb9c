import type { HoleNode } from '../expressions/ast.js';
import { compileExpression } from '../expressions/compile-expression.js';
import { atPlace, type CompiledTemplate, compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { createBudget } from '../expressions/limits.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import { placeWithin } from '../place.js';
import { percentEncode } from '../text/percent-encode.js';
import { appendQuery } from './append-query.js';
import { compileQuery } from './build-query.js';
import { checkComputedUrl } from './check-computed-url.js';
import type { Fill } from './fill.js';
import { scalarText } from './scalar-text.js';
import { parseUrlTemplate, type UrlRegion, type UrlToken } from './url-template.js';

export interface CompiledUrl {
  /** Before any secret is filled in: scheme and host, or all of a URL that is one expression. */
  base(scope: Scope): string;
  build: Fill<string>;
}

const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/** Compiles URL, path parameters and query into one function. Throws `ExpressionError` with the place that is wrong. */
export function compileUrl(request: HttpRequestTemplate, place: string): CompiledUrl {
  const urlPlace = `${place}.url`;
  const template = atPlace(urlPlace, () => parseUrlTemplate(request.url));
  const buildQuery = compileQuery(request, place);
  if (template.type === 'expression') {
    const evaluate = compileHole(template.hole, urlPlace);
    const base = (scope: Scope) => {
      const url = evaluate(scope);
      atPlace(urlPlace, () => checkComputedUrl(url));
      return url;
    };
    return { base, build: (scope, secrets) => appendQuery(base(scope), buildQuery(scope, secrets)) };
  }
  const { origin } = template;
  const buildPath = compileTokens(template.tokens, request, place);
  return {
    base: () => origin,
    build: (scope, secrets) => appendQuery(origin + buildPath(scope, secrets), buildQuery(scope, secrets)),
  };
}

/** One piece of a URL: its text, also as parts of path segments, or where that comes from. */
type Piece =
  | { kind: 'text'; region: UrlRegion; text: string; parts: readonly string[] }
  | { kind: 'value'; region: UrlRegion; place: string; evaluate: Fill<string> };

function compileTokens(
  tokens: readonly UrlToken[],
  request: HttpRequestTemplate,
  place: string,
): Fill<string> {
  const pieces = tokens.map((token) => compileToken(token, request, place));
  return (scope, secrets) => {
    let url = '';
    let segment = createSegment();
    for (const piece of pieces) {
      const text = piece.kind === 'text' ? piece.text : percentEncode(piece.evaluate(scope, secrets));
      url += text;
      if (piece.region !== 'path') continue;
      if (piece.kind === 'value') segment.place = piece.place;
      const parts = piece.kind === 'text' ? piece.parts : [text];
      for (const [index, part] of parts.entries()) {
        if (index > 0) {
          checkSegment(segment);
          segment = createSegment();
        }
        segment.text += part;
      }
    }
    checkSegment(segment);
    return url;
  };
}

function compileToken(token: UrlToken, request: HttpRequestTemplate, requestPlace: string): Piece {
  if (token.type === 'text') {
    const { region, text } = token;
    return { kind: 'text', region, text, parts: text.split('/') };
  }
  if (token.type === 'hole') {
    const place = `${requestPlace}.url`;
    return { kind: 'value', region: token.region, place, evaluate: compileHole(token.hole, place) };
  }
  const place = placeWithin(`${requestPlace}.path`, token.name);
  const template = compileParameter(request, token.name, place);
  return {
    kind: 'value',
    region: 'path',
    place,
    evaluate: (scope, secrets) => scalarText(template.evaluate(scope, secrets), place),
  };
}

function compileParameter(request: HttpRequestTemplate, name: string, place: string): CompiledTemplate {
  const { path } = request;
  const value = path && Object.hasOwn(path, name) ? path[name] : undefined;
  if (value === undefined) {
    throw new ExpressionError(
      'missing',
      `The URL has :${name}, and no value is given for it. Fill in ${place}.`,
      { place },
    );
  }
  return compileTemplate(value, place);
}

function compileHole({ expression }: HoleNode, place: string): Fill<string> {
  const evaluate = atPlace(place, () => compileExpression(expression));
  return (scope, secrets) => atPlace(place, () => scalarText(evaluate(scope, createBudget(secrets)), place));
}

/** A path segment under construction; `place` is where a value in it comes from. */
interface Segment {
  text: string;
  place?: string;
}

function createSegment(text = ''): Segment {
  return { text };
}

/** A value must fill its segment, and must not make it one that browsers and servers resolve to another path. */
function checkSegment({ text, place }: Segment): void {
  if (place === undefined) return;
  if (text === '') {
    throw new ExpressionError(
      'unsafe_url',
      `${place} is empty, so the URL would lead somewhere else. Give it a value.`,
      { place },
    );
  }
  if (DOT_SEGMENT.test(text)) {
    throw new ExpressionError(
      'unsafe_url',
      `${place} is "${text}", which would change the path of the URL. Use another value.`,
      { place },
    );
  }
}
