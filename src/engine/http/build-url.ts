import { compileExpression, type EvaluateExpression } from '../expressions/compile-expression.js';
import { atPlace, type CompiledTemplate, compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { createBudget } from '../expressions/limits.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/schema.js';
import { placeWithin } from '../place.js';
import { appendQuery } from './append-query.js';
import { compileQuery } from './build-query.js';
import { percentEncode } from './percent-encode.js';
import { scalarText } from './scalar-text.js';
import { checkComputedUrl, parseUrlTemplate, type UrlRegion, type UrlToken } from './url-template.js';

export type BuildUrl = (scope: Scope) => string;

const URL_PLACE = 'request.url';
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/** Compiles URL, path parameters and query into one function. Throws `ExpressionError` with the place that is wrong. */
export function compileUrl(request: HttpRequestTemplate): BuildUrl {
  const template = atPlace(URL_PLACE, () => parseUrlTemplate(request.url));
  const buildQuery = compileQuery(request);
  const buildBase =
    template.type === 'expression' ? compileWhole(template.hole) : compileTokens(template, request);
  return (scope) => appendQuery(buildBase(scope), buildQuery(scope));
}

function compileWhole(hole: Parameters<typeof compileHole>[0]): BuildUrl {
  const evaluate = compileHole(hole);
  return (scope) =>
    atPlace(URL_PLACE, () => {
      const url = scalarText(evaluate(scope, createBudget()), URL_PLACE);
      checkComputedUrl(url);
      return url;
    });
}

/** One piece of a URL: its text, and whether that comes from a value. */
type Piece =
  | { kind: 'text'; region: UrlRegion; text: string }
  | { kind: 'value'; region: UrlRegion; place: string; evaluate: (scope: Scope) => string };

function compileTokens(
  template: { origin: string; tokens: readonly UrlToken[] },
  request: HttpRequestTemplate,
): BuildUrl {
  const pieces = template.tokens.map((token) => compileToken(token, request));
  return (scope) => {
    let url = template.origin;
    let segment = createSegment();
    for (const piece of pieces) {
      const text = piece.kind === 'text' ? piece.text : percentEncode(piece.evaluate(scope));
      url += text;
      if (piece.region !== 'path') continue;
      if (piece.kind === 'value') segment.place = piece.place;
      const parts = piece.kind === 'text' ? text.split('/') : [text];
      segment.text += parts[0] ?? '';
      for (const part of parts.slice(1)) {
        checkSegment(segment);
        segment = createSegment(part);
      }
    }
    checkSegment(segment);
    return url;
  };
}

function compileToken(token: UrlToken, request: HttpRequestTemplate): Piece {
  if (token.type === 'text') return { kind: 'text', region: token.region, text: token.text };
  if (token.type === 'hole') {
    const evaluate = compileHole(token.hole);
    return {
      kind: 'value',
      region: token.region,
      place: URL_PLACE,
      evaluate: (scope) => atPlace(URL_PLACE, () => scalarText(evaluate(scope, createBudget()), URL_PLACE)),
    };
  }
  const place = placeWithin('request.path', token.name);
  const compiled = compileParameter(request, token.name, place);
  return {
    kind: 'value',
    region: 'path',
    place,
    evaluate: (scope) => scalarText(compiled.evaluate(scope), place),
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

function compileHole(hole: { expression: Parameters<typeof compileExpression>[0] }): EvaluateExpression {
  return atPlace(URL_PLACE, () => compileExpression(hole.expression));
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
