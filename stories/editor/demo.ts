import type { ConnectorSummary } from '../../src/editor/connector-summary.js';
import {
  applyRunEvent,
  type Graph,
  initialRunState,
  type JsonSchema,
  type RunEventBody,
  type RunState,
} from '../../src/engine/index.js';

export const inputSchema: JsonSchema = {
  type: 'object',
  properties: {
    userId: { type: 'integer', title: 'User id', description: 'Whose orders are invoiced.', minimum: 1 },
  },
  required: ['userId'],
};

export const connectors: ConnectorSummary[] = [
  {
    id: '6f0c0f5e-2f3b-4d52-9f62-000000000001',
    slug: 'create-invoice',
    name: 'Create invoice',
    description: 'Billing · 3 steps',
    type: 'multi-step',
    stepCount: 3,
    inputSchema: {
      type: 'object',
      properties: {
        email: { type: 'string', title: 'customer email', format: 'email' },
        lines: {
          type: 'array',
          title: 'lines',
          items: { type: 'object', properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } },
        },
        dueDays: { type: 'integer', title: 'due in days', default: 30 },
      },
      required: ['email', 'lines'],
    },
    outputSchema: {
      type: 'object',
      properties: { invoiceUrl: { type: 'string' }, total: { type: 'number' } },
    },
  },
  {
    id: '6f0c0f5e-2f3b-4d52-9f62-000000000002',
    slug: 'open-issue',
    name: 'Open issue',
    description: 'Tracker · 1 step',
    type: 'single-step',
    stepCount: 1,
    inputSchema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
    outputSchema: { type: 'object', properties: { number: { type: 'integer' } } },
  },
  {
    id: '6f0c0f5e-2f3b-4d52-9f62-000000000003',
    slug: 'post-message',
    name: 'Post message',
    description: 'Chat · 1 step',
    icon: '#',
    type: 'single-step',
    stepCount: 1,
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  },
];

const user = {
  id: 1,
  email: 'ada@example.com',
  address: { street: '12 St James’s Square', city: 'London', zip: 'SW1Y 4JH' },
};
const orders = {
  items: [
    { sku: 'A-1', quantity: 2 },
    { sku: 'B-7', quantity: 1 },
    { sku: 'C-3', quantity: 5 },
    { sku: 'D-9', quantity: 1 },
  ],
  total: 129.5,
};

export const demoGraph: Graph = {
  steps: [
    {
      id: 'user',
      type: 'http',
      name: 'Fetch user',
      position: { x: 0, y: 0 },
      request: { method: 'GET', url: 'https://api.example.com/users/:id', path: { id: '{{input.userId}}' } },
      sample: user,
    },
    {
      id: 'orders',
      type: 'http',
      name: 'Fetch orders',
      position: { x: 330, y: 20 },
      request: { method: 'GET', url: 'https://api.example.com/orders', query: { userId: '{{user.id}}' } },
      sample: orders,
    },
    {
      id: 'invoice',
      type: 'connector',
      name: 'Create invoice',
      position: { x: 330, y: 290 },
      connector: 'create-invoice',
      input: { email: '{{user.email}}', lines: '{{orders.items}}', dueDays: 30 },
    },
  ],
  edges: [
    { source: 'user', target: 'orders' },
    { source: 'orders', target: 'invoice' },
  ],
};

/** Adds numbers and times to events: one every 150 ms. */
export function play(bodies: readonly RunEventBody[], startedAt = Date.UTC(2026, 0, 5, 9)): RunState {
  return bodies.reduce(
    (state, body, index) => applyRunEvent(state, { ...body, seq: index + 1, at: startedAt + index * 150 }),
    initialRunState(),
  );
}

const attempt = (number: number, url: string, body: object, status = 200) => ({
  number,
  startedAt: Date.UTC(2026, 0, 5, 9),
  durationMs: 140,
  request: { method: 'GET', url, headers: { accept: 'application/json' } },
  response: {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.parse(JSON.stringify(body)),
    size: 182,
  },
});

const userDone: RunEventBody[] = [
  { type: 'run_started', input: { userId: 1 } },
  { type: 'step_queued', step: 'user' },
  { type: 'step_started', step: 'user' },
  { type: 'step_attempted', step: 'user', attempt: attempt(1, 'https://api.example.com/users/1', user) },
  { type: 'step_succeeded', step: 'user', output: user, durationMs: 182 },
  { type: 'step_queued', step: 'orders' },
  { type: 'step_started', step: 'orders' },
];

export const runningEvents: RunEventBody[] = [
  ...userDone,
  {
    type: 'step_attempted',
    step: 'orders',
    attempt: attempt(1, 'https://api.example.com/orders?userId=1', orders),
  },
  { type: 'step_succeeded', step: 'orders', output: orders, durationMs: 342 },
  { type: 'step_queued', step: 'invoice' },
  { type: 'step_started', step: 'invoice', input: { email: user.email, lines: orders.items, dueDays: 30 } },
];

export const succeededRun = play([
  ...runningEvents,
  {
    type: 'step_succeeded',
    step: 'invoice',
    output: { invoiceUrl: 'https://billing.example.com/i/881', total: 129.5 },
    durationMs: 410,
  },
  { type: 'run_succeeded', output: { total: 129.5 }, durationMs: 960 },
]);

export const failedRun = play([
  ...userDone,
  {
    type: 'step_attempted',
    step: 'orders',
    attempt: {
      ...attempt(1, 'https://api.example.com/orders?userId=1', { error: 'maintenance' }, 503),
      retryInMs: 300,
    },
  },
  {
    type: 'step_attempted',
    step: 'orders',
    attempt: attempt(2, 'https://api.example.com/orders?userId=1', { error: 'maintenance' }, 503),
  },
  {
    type: 'step_failed',
    step: 'orders',
    durationMs: 640,
    handled: false,
    error: {
      code: 'http_status',
      step: 'orders',
      status: 503,
      message: 'api.example.com answered 503 twice. Try again later, or add a failure edge.',
    },
  },
  { type: 'step_skipped', step: 'invoice', reason: 'A step before it failed.' },
  {
    type: 'run_failed',
    durationMs: 830,
    error: { code: 'http_status', step: 'orders', message: 'Fetch orders failed: 503.' },
  },
]);
