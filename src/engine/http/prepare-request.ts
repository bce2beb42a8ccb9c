import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import type { HttpStep } from '../graph/http-step-schema.js';
import type { JsonValue } from '../json.js';
import { setAtPlace } from '../place.js';
import type { Instant, RequestRecord, StepError, StepPath } from '../run/event.js';
import type { GraphRun } from '../run/graph-run.js';
import type { OutgoingRequest } from '../run/ports.js';
import type { RunContext } from '../run/run-context.js';
import { catchExpression } from '../run/step-error.js';
import { checkHeaderValue } from './build-headers.js';
import { type BuiltRequest, compileRequest } from './build-request.js';
import { percentEncode } from './percent-encode.js';
import { recordRequest } from './records.js';

/** What a request has otherwise than its template says, e.g. for the next page. */
export interface RequestChange {
  url?: string;
  query?: readonly [name: string, value: string];
  header?: readonly [name: string, value: string];
  body?: readonly [place: string, value: JsonValue];
}

/** A request whose templates are filled in. */
export interface PreparedRequest {
  forAttempt(now: Instant): Promise<OutgoingRequest>;
  record: RequestRecord;
  /** It carries a key by which the server knows a repeat. */
  hasKey: boolean;
  usesSlots: readonly string[];
  /** Asked before a redirect is followed. */
  mayFollow(url: string): boolean;
  /** Renews the credentials that it uses; true where there is a new one. */
  refresh(): Promise<boolean>;
}

const IDEMPOTENCY_HEADER = 'idempotency-key';

export async function prepareRequest(
  context: RunContext,
  ask: {
    template: HttpRequestTemplate;
    place: string;
    path: StepPath;
    scope: Scope;
    run: GraphRun;
    change?: RequestChange;
  },
): Promise<{ ok: true; value: PreparedRequest } | { ok: false; error: StepError }> {
  const { template, path, scope, change } = ask;
  const built = catchExpression(() => {
    const request = compileRequest(stepOf(template))(scope);
    return change ? changed(request, change) : request;
  }, path);
  if (!built.ok) return built;
  const { request } = built.value;
  if (template.method === 'POST' || template.method === 'PATCH') {
    const key = Object.hasOwn(request.headers, IDEMPOTENCY_HEADER)
      ? undefined
      : await context.ports.idempotencyKey?.(path);
    if (key !== undefined) request.headers[IDEMPOTENCY_HEADER] = key;
  }
  return {
    ok: true,
    value: {
      forAttempt: () => Promise.resolve(request),
      record: recordRequest(built.value),
      hasKey: Object.hasOwn(request.headers, IDEMPOTENCY_HEADER),
      usesSlots: [],
      mayFollow: () => true,
      refresh: () => Promise.resolve(false),
    },
  };
}

const steps = new WeakMap<HttpRequestTemplate, HttpStep>();

function stepOf(template: HttpRequestTemplate): HttpStep {
  const step = steps.get(template) ?? { id: 'request', type: 'http', request: template };
  steps.set(template, step);
  return step;
}

function changed(built: BuiltRequest, change: RequestChange): BuiltRequest {
  const { url = built.request.url, query, header, body } = change;
  const request = { ...built.request, url: query ? withParameter(url, query) : url };
  if (header) {
    const [name, value] = header;
    checkHeaderValue(value, `request.headers.${name}`);
    request.headers = { ...request.headers, [name.toLowerCase()]: value };
  }
  if (!body || built.body === undefined) return { ...built, request };
  const [place, value] = body;
  const tree = setAtPlace(built.body, place, value);
  return { request: { ...request, body: JSON.stringify(tree) }, body: tree };
}

function withParameter(url: string, [name, value]: readonly [string, string]): string {
  const [base = '', text = ''] = url.replace(/#.*$/s, '').split(/\?(.*)/s);
  const key = percentEncode(name);
  const others = text.split('&').filter((part) => part !== '' && part.split('=')[0] !== key);
  return `${base}?${[...others, `${key}=${percentEncode(value)}`].join('&')}`;
}
