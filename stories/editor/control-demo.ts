import type { Graph, JsonObject, RunEventBody } from '../../src/engine/index.js';
import { connectors, play } from './demo.js';

const people: JsonObject[] = Array.from({ length: 12 }, (_, index) => ({
  name: `Customer ${index + 1}`,
  email: `customer-${index + 1}@example.com`,
}));
const orders = { total: 1_840, status: 'open', people };

/** A flow that goes one way or another, waits, asks the host, and writes to everyone in a list. */
export const controlGraph: Graph = {
  steps: [
    {
      id: 'orders',
      type: 'http',
      name: 'Fetch orders',
      position: { x: 0, y: 60 },
      request: {
        method: 'GET',
        url: 'https://api.example.com/orders',
        auth: { type: 'credential', slot: 'shop' },
      },
      pagination: {
        type: 'cursor',
        cursor: '{{response.body.next}}',
        name: 'after',
        items: '{{response.body.items}}',
      },
      sample: orders,
    },
    {
      id: 'size',
      type: 'branch',
      name: 'How large is it?',
      position: { x: 340, y: 40 },
      cases: [
        {
          id: 'large',
          name: 'Large order',
          when: {
            all: [
              { left: '{{orders.total}}', op: 'gt', right: 1_000 },
              { left: '{{orders.status}}', op: 'equals', right: 'open' },
            ],
          },
        },
        { id: 'nobody', name: 'Nobody to write to', when: { left: '{{orders.people}}', op: 'empty' } },
      ],
    },
    {
      id: 'approve',
      type: 'action',
      name: 'Ask for approval',
      position: { x: 700, y: -60 },
      action: 'approvals.ask',
      input: { amount: '{{orders.total}}', channel: 'sales' },
      when: { left: '{{input.askFirst}}', op: 'equals', right: true },
    },
    {
      id: 'pause',
      type: 'wait',
      name: 'Let it settle',
      position: { x: 700, y: 250 },
      for: { seconds: 300 },
    },
    {
      id: 'mails',
      type: 'connector',
      name: 'Write to everyone',
      position: { x: 1_040, y: 40 },
      connector: 'post-message',
      input: { text: 'Dear {{item.name}}, your order is on its way.' },
      forEach: { items: '{{orders.people}}', concurrency: 4, onItemError: 'collect' },
    },
  ],
  edges: [
    { source: 'orders', target: 'size' },
    { source: 'size', target: 'approve', on: 'large' },
    { source: 'size', target: 'pause', on: 'else' },
    { source: 'approve', target: 'mails' },
    { source: 'pause', target: 'mails' },
  ],
};

/** What a flow builder is given to show it. */
export const controlArgs = {
  defaultValue: controlGraph,
  connectors,
  inputSchema: {
    type: 'object',
    properties: { askFirst: { type: 'boolean', title: 'Ask first', default: true } },
  },
  title: 'Orders',
};

const sent: RunEventBody[] = people.slice(0, 8).flatMap((_, index): RunEventBody[] => {
  const step = `mails[${index}]`;
  const started: RunEventBody = { type: 'step_started', step, name: 'Write to everyone' };
  if (index !== 3) return [started, { type: 'step_succeeded', step, output: { ok: true }, durationMs: 120 }];
  const error = {
    code: 'rejected' as const,
    step,
    message: 'The channel #customer-4 is archived. Open it again.',
  };
  return [started, { type: 'step_failed', step, error, durationMs: 90, handled: false }];
});

/** A run that took the way of large orders and is in the middle of its loop. */
export const loopingRun = (startedAt?: number) =>
  play(
    [
      { type: 'run_started', input: { askFirst: true } },
      { type: 'step_started', step: 'orders' },
      { type: 'step_succeeded', step: 'orders', output: orders, durationMs: 210 },
      { type: 'step_started', step: 'size' },
      { type: 'step_succeeded', step: 'size', output: { case: 'large' }, durationMs: 1, case: 'large' },
      {
        type: 'step_skipped',
        step: 'pause',
        reason: "No line to it was followed: How large is it? took 'large'.",
      },
      { type: 'step_started', step: 'approve', input: { amount: 1_840, channel: 'sales' } },
      { type: 'step_succeeded', step: 'approve', output: { by: 'ada' }, durationMs: 140 },
      { type: 'step_started', step: 'mails', items: 12 },
      ...sent,
      { type: 'step_started', step: 'mails[8]', name: 'Write to everyone' },
    ],
    startedAt,
  );

/** A run that waits its five minutes. */
export const waitingRun = (startedAt: number) =>
  play(
    [
      { type: 'run_started', input: { askFirst: false } },
      { type: 'step_started', step: 'orders' },
      { type: 'step_succeeded', step: 'orders', output: { ...orders, total: 12 }, durationMs: 210 },
      { type: 'step_started', step: 'size' },
      { type: 'step_succeeded', step: 'size', output: { case: 'else' }, durationMs: 1, case: 'else' },
      {
        type: 'step_skipped',
        step: 'approve',
        reason: "No line to it was followed: How large is it? took 'else'.",
      },
      { type: 'step_started', step: 'pause' },
      {
        type: 'step_waiting',
        step: 'pause',
        waiting: { reason: 'wait', until: startedAt + 300_000 },
      },
    ],
    startedAt,
  );
