import { ExpressionError } from '../expressions/expression-error.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpStep } from '../graph/http-step-schema.js';
import { stepReferences } from '../graph/step-templates.js';
import type { JsonValue } from '../json.js';
import type { OutgoingRequest } from '../run/ports.js';
import { compileBody } from './build-body.js';
import { compileHeaders } from './build-headers.js';
import { compileUrl } from './build-url.js';

/** A request that is ready to be sent, and what its body means, for the record. */
export interface BuiltRequest {
  request: OutgoingRequest;
  body?: JsonValue;
}

export type BuildRequest = (scope: Scope) => BuiltRequest;

const compiled = new WeakMap<HttpStep, BuildRequest>();

/**
 * Compiles a step's request, once for each step object. Both compiling and building throw an
 * `ExpressionError` whose `place` says what of the step is wrong.
 */
export function compileRequest(step: HttpStep): BuildRequest {
  const known = compiled.get(step);
  if (known) return known;
  const build = compile(step);
  compiled.set(step, build);
  return build;
}

function compile(step: HttpStep): BuildRequest {
  const secret = stepReferences(step).find((reference) => reference.root === 'workspace');
  if (secret) {
    throw new ExpressionError('missing', `There is no credential for {{${secret.text}}} in this run.`, {
      place: secret.place,
      reference: secret.text,
      position: secret.position,
    });
  }
  const { method } = step.request;
  const buildUrl = compileUrl(step.request);
  const buildHeaders = compileHeaders(step.request.headers);
  const buildBody = compileBody(step.request.body);
  return (scope) => {
    const url = buildUrl(scope);
    const headers = buildHeaders(scope);
    const body = buildBody(scope);
    if (!body) return { request: { method, url, headers } };
    headers['content-type'] ??= body.contentType;
    return { request: { method, url, headers, body: body.text }, body: body.value };
  };
}
