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

/** A step that asked for three pages, one of them twice, and looked once whether it took effect. */
export const pagedStep: StepState = {
  ...succeededStep(),
  path: 'orders',
  attempts: [
    { ...userAttempt(START), page: 1 },
    {
      number: 2,
      startedAt: START + 200,
      durationMs: 40,
      request: ordersRequest,
      error: { code: 'timeout', message: 'api.example.com gave no whole answer within 40 ms.' },
      phase: 'first_byte',
      page: 2,
      retryInMs: 500,
    },
    { ...userAttempt(START + 740), number: 3, page: 2 },
    { ...userAttempt(START + 930), number: 4, page: 3 },
    { ...userAttempt(START + 1_120), number: 5, reconcile: true },
  ],
};

/** A step that asks every ten seconds whether a job is done, and has done so often. */
export const polledStep = (now: number): StepState => ({
  path: 'shipment',
  status: 'waiting',
  startedAt: now - 450_000,
  waiting: { reason: 'poll', until: now + 8_000, polls: 45 },
  attempts: Array.from({ length: 45 }, (_, index) => ({
    ...userAttempt(now - 450_000 + index * 10_000),
    number: index + 1,
  })),
});

/** A run in a loop over so many items: every hundredth failed, the last few are to come. */
export function loopRun(now: number, items: number): RunState {
  const start = now - 8_000;
  const begun = Math.max(1, items - 20);
  const error = { code: 'rejected' as const, message: 'The mailbox is full. Ask for another address.' };
  const ran = Array.from({ length: begun }, (_, index): StepState => {
    const at = start + 200 + Math.round((index / begun) * 7_000);
    const ended = {
      path: `mail[${index}]`,
      startedAt: at,
      finishedAt: at + 60,
      durationMs: 60,
      attempts: [],
    };
    if (index === begun - 1) return { path: ended.path, status: 'running', startedAt: at, attempts: [] };
    if (index % 100 === 99) return { ...ended, status: 'failed', error, handled: true };
    return { ...ended, status: 'succeeded', output: { sent: index } };
  });
  return run(
    [
      succeededStep(start),
      { path: 'mail', status: 'running', startedAt: start + 190, items, attempts: [] },
      ...ran,
    ],
    { startedAt: start },
  );
}

/** A run that has nothing to do before a time, and was put down until then. */
export const parkedRun = (now: number, until: number): RunState =>
  run(
    [
      succeededStep(now - 60_000),
      {
        path: 'orders',
        status: 'waiting',
        startedAt: now - 59_000,
        waiting: { reason: 'retry', until, tries: 1 },
        attempts: [
          {
            number: 1,
            startedAt: now - 59_000,
            durationMs: 240,
            request: ordersRequest,
            response: { status: 429, headers: { 'retry-after': '3600' }, size: 11, body: 'Come again.' },
            error: {
              code: 'rate_limited',
              status: 429,
              message: 'The server answered 429 Too Many Requests.',
            },
            retryInMs: until - now + 58_760,
          },
        ],
      },
    ],
    { status: 'waiting', startedAt: now - 60_000, waitingUntil: until },
  );
