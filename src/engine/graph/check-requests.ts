import { ExpressionError } from '../expressions/expression-error.js';
import { checkHeaderValue, compileHeaders } from '../http/build-headers.js';
import { parseUrlTemplate, urlParameters } from '../http/url-template.js';
import { createNameFinder } from '../nearest-name.js';
import { placeWithin } from '../place.js';
import type { HttpStep } from './http-step-schema.js';
import type { Problem } from './problem.js';
import type { Graph } from './schema.js';

const BARE_HOST = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(?:[/?#]|$)/i;

/** Problems of requests: URLs that can't be called or lead anywhere, path values, headers. */
export function checkRequests(graph: Graph): Problem[] {
  return graph.steps.flatMap((step) => (step.type === 'http' ? checkRequest(step) : []));
}

/** Computed once for each step object. */
function checkRequest(step: HttpStep): readonly Problem[] {
  const known = checked.get(step);
  if (known) return known;
  const problems = [...checkUrl(step), ...checkHeaders(step), ...checkContentType(step)];
  checked.set(step, problems);
  return problems;
}

const checked = new WeakMap<HttpStep, readonly Problem[]>();

function checkUrl(step: HttpStep): Problem[] {
  const { url, path = {} } = step.request;
  const read = attempt(() => urlParameters(parseUrlTemplate(url)));
  if (!read.ok) {
    // Text that can't be read at all is reported where all expressions are.
    if (read.error.code !== 'unsafe_url') return [];
    const problem: Problem = {
      code: 'bad_url',
      severity: 'error',
      stepId: step.id,
      path: 'request.url',
      message: read.error.message,
    };
    if (!BARE_HOST.test(url)) return [problem];
    const value = `${url.startsWith('localhost') ? 'http' : 'https'}://${url}`;
    return [{ ...problem, fix: { type: 'set_value', label: `Use ${value}`, path: 'request.url', value } }];
  }
  const names = new Set(read.value);
  const nearestName = createNameFinder();
  const missing = [...names]
    .filter((name) => !Object.hasOwn(path, name))
    .map((name): Problem => {
      const place = placeWithin('request.path', name);
      const message = `The URL has :${name}, and no value is given for it. Fill it in, or write it as text.`;
      return { code: 'missing_field', severity: 'error', stepId: step.id, path: place, message };
    });
  const unused = Object.keys(path)
    .filter((name) => !names.has(name))
    .map((name): Problem => {
      const near = nearestName(name, names);
      const hint = near ? ` Did you mean :${near}?` : '';
      const message = `The URL has no :${name}, so this value isn't used.${hint}`;
      return {
        code: 'unknown_field',
        severity: 'warning',
        stepId: step.id,
        path: placeWithin('request.path', name),
        message,
      };
    });
  return [...missing, ...unused];
}

function checkHeaders(step: HttpStep): Problem[] {
  return Object.entries(step.request.headers ?? {}).flatMap(([name, value]): Problem[] => {
    const compiled = attempt(() => compileHeaders({ [name]: value }));
    if (compiled.ok || compiled.error.code !== 'unsafe_header') return [];
    const { message, place = 'request.headers' } = compiled.error;
    return [{ code: 'invalid_document', severity: 'error', stepId: step.id, path: place, message }];
  });
}

function checkContentType(step: HttpStep): Problem[] {
  const { body } = step.request;
  if (body?.type !== 'text' || body.contentType === undefined) return [];
  const path = 'request.body.contentType';
  const { contentType } = body;
  const checked = attempt(() => checkHeaderValue(contentType, path));
  if (checked.ok) return [];
  return [
    { code: 'invalid_document', severity: 'error', stepId: step.id, path, message: checked.error.message },
  ];
}

function attempt<T>(run: () => T): { ok: true; value: T } | { ok: false; error: ExpressionError } {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, error };
    throw error;
  }
}
