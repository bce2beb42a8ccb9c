import { describe, expect, it } from 'vitest';
import {
  type Credential,
  type Graph,
  type HttpStep,
  type OutgoingRequest,
  type RunEvent,
  runGraph,
} from '#engine';
import { type Answer, createHost, type HostOptions, json, names, pathOf } from '../../support/engine.js';

const HOUR = 3_600_000;

/** One process after another: each goes on from the journal as text, at that time, until the run has ended. */
async function live(graph: Graph, times: readonly number[], options: HostOptions) {
  let journal: RunEvent[] = [];
  const calls: string[][] = [];
  for (const at of times) {
    const host = createHost({ ...options, seed: journal });
    host.clock.skipsSleep = false;
    host.clock.advance(at);
    const resume = journal;
    const run = runGraph({ graph, ports: host.ports, resume, parkAfterMs: 60_000 });
    const result = await run.result;
    calls.push(host.calls());
    journal = JSON.parse(JSON.stringify(host.journal));
    if (result.status !== 'waiting') return { result, calls, journal };
  }
  throw new Error('The run never ends.');
}

const list: HttpStep = {
  id: 'list',
  type: 'http',
  request: { method: 'GET', url: 'http://api.test/list' },
  classify: [{ when: { left: '{{response.body.ok}}', op: 'equals', right: false }, as: 'rate_limited' }],
  poll: {
    until: { left: '{{response.body.state}}', op: 'not_equals', right: 'preparing' },
    intervalMs: HOUR,
    maxAttempts: 3,
  },
  pagination: {
    type: 'cursor',
    cursor: '{{response.body.next}}',
    name: 'after',
    items: '{{response.body.data}}',
  },
  output: { all: '{{response.body}}', pages: '{{response.pages}}' },
};

describe('a run with a step that polls, pages and is told to wait', () => {
  const script = () => {
    let count = 0;
    return (request: OutgoingRequest): Answer => {
      count += 1;
      if (count === 1) return json({ state: 'preparing', data: [] });
      if (count === 3) return json({ ok: false }, 200, { 'retry-after': '7200' });
      const after = Number(/after=(\d)/.exec(request.url)?.[1] ?? 0);
      return json({ state: 'ready', data: [after], next: after < 2 ? after + 1 : null });
    };
  };

  it('[P9] [P11] [R19] is put down each time, and comes to its end from its journal', async () => {
    const graph: Graph = { steps: [list], output: '{{list}}' };
    const { result, calls, journal } = await live(graph, [0, HOUR, 3 * HOUR], { script: script() });
    expect(result).toMatchObject({ status: 'succeeded', output: { all: [0, 1, 2], pages: 3 } });
    expect(calls).toEqual([
      ['GET /list'],
      ['GET /list', 'GET /list?after=1'],
      ['GET /list?after=1', 'GET /list?after=2'],
    ]);
    expect(names(journal).filter((name) => /run_|waiting|resumed/.test(name))).toEqual([
      'run_started',
      'step_waiting list',
      'run_waiting',
      'run_resumed',
      'step_resumed list',
      'step_waiting list',
      'run_waiting',
      'run_resumed',
      'step_resumed list',
      'run_succeeded',
    ]);
    expect(result.steps.list?.attempts.map(({ number, page }) => [number, page])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
    ]);
  });

  it('[P9] [X11] also inside of a connector', async () => {
    const graph: Graph = { steps: [{ id: 'call', type: 'connector', connector: 'inner', input: {} }] };
    const connectors = { inner: { graph: { steps: [list] } } };
    const { result } = await live(graph, [0, HOUR, 3 * HOUR], { script: script(), connectors });
    expect(result).toMatchObject({ status: 'succeeded', output: { all: [0, 1, 2], pages: 3 } });
    expect(result.steps['call/list']?.attempts).toHaveLength(5);
  });

  it('[P10] [X26] and of each item of a loop, with keys of its own', async () => {
    const step: HttpStep = {
      ...list,
      request: { method: 'POST', url: 'http://api.test/{{item}}' },
      forEach: { items: ['x', 'y'], concurrency: 2 },
    };
    const keys = new Set<string>();
    const asked = new Map<string, number>();
    const { result } = await live({ steps: [step] }, [0, HOUR, 2 * HOUR], {
      idempotencyKey: (path) => path,
      script(request) {
        keys.add(request.headers['idempotency-key'] ?? '');
        const path = pathOf(request);
        const count = (asked.get(path) ?? 0) + 1;
        asked.set(path, count);
        const isFirst = !path.includes('after');
        if (isFirst && count === 1) return json({ state: 'preparing' });
        return json({ state: 'ready', data: [path], next: isFirst ? 1 : null });
      },
    });
    expect(result).toMatchObject({
      status: 'succeeded',
      output: [
        { all: ['/x', '/x?after=1'], pages: 2 },
        { all: ['/y', '/y?after=1'], pages: 2 },
      ],
    });
    expect([...keys].sort()).toEqual(
      ['x', 'y'].flatMap((_, index) => ['', '#1.1', '#2.1'].map((end) => `list[${index}]${end}`)),
    );
  });
});

describe('a run whose access expires', () => {
  const old = 'token-of-yesterday';
  const fresh = 'token-of-today';
  const credential = (token: string): Credential => ({
    use: { type: 'bearer' },
    fields: { token },
    hosts: ['api.test'],
  });

  it('[R14] [S24] goes on with a new one, and neither is in its journal', async () => {
    const step: HttpStep = {
      id: 'a',
      type: 'http',
      request: { method: 'POST', url: 'https://api.test/a', auth: { type: 'credential', slot: 'crm' } },
      pagination: list.pagination,
    };
    let renewals = 0;
    const host = createHost({
      script({ headers, url }) {
        const isFresh = headers.authorization === `Bearer ${fresh}`;
        if (!isFresh) return json({ message: `${headers.authorization} expired` }, 401);
        return json({ data: [headers.authorization ?? ''], next: url.includes('after') ? null : 1 });
      },
    });
    const credentials = {
      find: async () => credential(old),
      async refresh() {
        renewals += 1;
        return credential(fresh);
      },
    };
    const { result } = runGraph({ graph: { steps: [step] }, ports: { ...host.ports, credentials } });
    expect(await result).toMatchObject({ status: 'succeeded', output: ['Bearer ••••', 'Bearer ••••'] });
    expect(renewals).toBe(1);
    expect(host.sent.map(({ request }) => request.headers.authorization)).toEqual([
      `Bearer ${old}`,
      `Bearer ${fresh}`,
      `Bearer ${fresh}`,
    ]);
    const text = JSON.stringify([await result, host.journal]);
    expect(text).not.toContain(old);
    expect(text).not.toContain(fresh);
  });
});
