import type { AttemptRecord, RunState, StepState } from '../../src/engine/index.js';

/** 2026-01-05T09:00:00Z. Runs that have ended start here; one that goes on is given its own start. */
export const START = Date.UTC(2026, 0, 5, 9);

const names: Readonly<Record<string, string>> = {
  user: 'Fetch user',
  orders: 'Fetch orders',
  shipment: 'Create shipment',
  'shipment/quote': 'Ask for a quote',
  'shipment/book': 'Book the parcel',
  mail: 'Send e-mail',
};
export const stepName = (path: string) => names[path] ?? path;

const userAttempt = (start: number): AttemptRecord => ({
  number: 1,
  startedAt: start,
  durationMs: 182,
  request: {
    method: 'GET',
    url: 'http://localhost:4311/users/1',
    headers: { accept: 'application/json', authorization: '••••' },
  },
  response: {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-request-id': 'req_81' },
    size: 142,
    body: { id: 1, email: 'ada@example.com', address: { street: 'Ring 1', zip: '1010', country: 'AT' } },
  },
});

export const succeededStep = (start = START): StepState => ({
  path: 'user',
  status: 'succeeded',
  startedAt: start,
  finishedAt: start + 182,
  durationMs: 182,
  attempts: [userAttempt(start)],
  output: {
    id: 1,
    email: 'ada@example.com',
    address: { street: 'Ring 1', zip: '1010', country: 'AT' },
    isVip: true,
    tags: ['new', 'eu'],
    note: null,
  },
});

const busy = {
  code: 'http_status' as const,
  status: 503,
  message: 'The server answered 503 Service Unavailable.',
};
const ordersRequest = {
  method: 'GET',
  url: 'http://localhost:4311/orders?userId=1',
  headers: { accept: 'application/json' },
};

export const retriedStep = (start = START): StepState => ({
  path: 'orders',
  status: 'succeeded',
  startedAt: start + 190,
  finishedAt: start + 1_220,
  durationMs: 1_030,
  attempts: [
    {
      number: 1,
      startedAt: start + 190,
      durationMs: 240,
      request: ordersRequest,
      response: { status: 503, headers: { 'retry-after': '1' }, size: 11, body: 'Come again.' },
      error: busy,
      retryInMs: 500,
    },
    {
      number: 2,
      startedAt: start + 930,
      durationMs: 290,
      request: ordersRequest,
      response: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        size: 88_412,
        truncated: true,
        body: {
          items: [
            { sku: 'A-1', price: 12.5 },
            { sku: 'B-7', price: 3 },
          ],
          total: 15.5,
        },
      },
    },
  ],
  output: {
    items: [
      { sku: 'A-1', price: 12.5 },
      { sku: 'B-7', price: 3 },
    ],
    total: 15.5,
  },
});

const refused = {
  code: 'http_status' as const,
  status: 422,
  step: 'shipment',
  path: 'input.zip',
  message:
    'The carrier answered 422: "postcode must match country". Fix the postcode, or map it by country, and run again.',
  detail: { error: 'postcode must match country', field: 'to.zip' },
};

export const failedStep = (start = START): StepState => ({
  path: 'shipment',
  status: 'failed',
  startedAt: start + 1_240,
  finishedAt: start + 2_710,
  durationMs: 1_470,
  error: refused,
  attempts: [
    {
      number: 1,
      startedAt: start + 1_240,
      durationMs: 1_460,
      request: {
        method: 'POST',
        url: 'http://localhost:4311/v2/shipments',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'pb_7f3c9d' },
        body: { to: { zip: '1010', country: 'AT' }, parcels: [{ sku: 'A-1' }], token: '••••' },
      },
      response: {
        status: 422,
        headers: { 'content-type': 'application/json' },
        size: 312,
        body: { error: 'postcode must match country', field: 'to.zip' },
      },
      error: refused,
    },
  ],
});

/** No answer at all: the record has a request and a reason, but no response. */
export const unreachedStep: StepState = {
  ...failedStep(),
  error: {
    code: 'connection_failed',
    message: 'localhost:4399 refused the connection. Check the address and that the server runs.',
  },
  attempts: [
    {
      number: 1,
      startedAt: START,
      durationMs: 4,
      request: { method: 'GET', url: 'http://localhost:4399/', headers: {} },
      error: { code: 'connection_failed', message: 'localhost:4399 refused the connection.' },
    },
  ],
};

export const skippedStep: StepState = {
  path: 'mail',
  status: 'skipped',
  reason: 'Create shipment failed, and only its success leads here.',
  attempts: [],
};
export const queuedStep: StepState = { path: 'mail', status: 'queued', queuedAt: START, attempts: [] };

function run(steps: readonly StepState[], more: Partial<RunState>): RunState {
  return {
    status: 'running',
    seq: 12,
    startedAt: START,
    input: { userId: 1 },
    ...more,
    steps: Object.fromEntries(steps.map((step) => [step.path, step])),
  };
}

export const failedRun = run([succeededStep(), retriedStep(), failedStep(), skippedStep], {
  status: 'failed',
  error: refused,
  finishedAt: START + 2_715,
  durationMs: 2_715,
});

export const succeededRun = run([succeededStep(), retriedStep()], {
  status: 'succeeded',
  finishedAt: START + 1_225,
  durationMs: 1_225,
  output: { orders: 2, total: 15.5 },
});

/** A run that started `agoMs` before now and waits inside a connector step. */
export function runningRun(now: number, agoMs = 1_800): RunState {
  const start = now - agoMs;
  return run(
    [
      succeededStep(start),
      retriedStep(start),
      { path: 'shipment', status: 'running', startedAt: start + 1_240, attempts: [], input: { zip: '1010' } },
      {
        path: 'shipment/quote',
        status: 'succeeded',
        startedAt: start + 1_240,
        finishedAt: start + 1_500,
        durationMs: 260,
        attempts: [],
        output: { price: 4.2 },
      },
      { path: 'shipment/book', status: 'running', startedAt: start + 1_505, attempts: [] },
      { path: 'mail', status: 'queued', attempts: [] },
    ],
    { startedAt: start },
  );
}
