import { describe, expect, it } from 'vitest';
import { type Definition, type ForEach, type Graph, type JsonValue, runGraph, type Step } from '#engine';
import {
  createHost,
  eachInner,
  failure,
  graph,
  heldHost,
  json,
  names,
  pathOf,
  settle,
} from '../../support/engine.js';

/** A flow of one step that asks for `/<item>` for each item of `input.items`. */
function loop(options: Partial<ForEach> = {}, step: Partial<Step> = {}): Graph {
  return graph('each -> after', {
    each: {
      request: { method: 'GET', url: 'http://api.test/:item', path: { item: '{{item}}' } },
      forEach: { items: '{{input.items}}', ...options },
      retry: { attempts: 1 },
      ...(step as object),
    },
  });
}

const items = (...list: JsonValue[]) => ({ items: list });

describe('a loop', () => {
  it('[X26] runs a step once for each item, with item and index, one after another', async () => {
    const value = loop({}, { output: { path: '{{response.body.path}}', at: '{{index}}' } });
    const host = createHost();
    const result = await runGraph({ graph: value, input: items('a', 'b', 'c'), ports: host.ports }).result;
    expect(host.calls()).toEqual(['GET /a', 'GET /b', 'GET /c', 'GET /after']);
    expect(result.steps.each).toMatchObject({
      status: 'succeeded',
      items: 3,
      output: [
        { path: '/a', at: 0 },
        { path: '/b', at: 1 },
        { path: '/c', at: 2 },
      ],
    });
    expect(result.steps['each[1]']).toMatchObject({ status: 'succeeded', output: { path: '/b', at: 1 } });
  });

  it('[X26] keeps the order of the items, whatever the order of the answers', async () => {
    const { host, answer, open } = heldHost();
    const run = runGraph({
      graph: loop({ concurrency: 3 }),
      input: items('a', 'b', 'c', 'd'),
      ports: host.ports,
    });
    await settle();
    expect(open()).toEqual(['/a', '/b', '/c']);
    await answer('/c');
    expect(open()).toEqual(['/a', '/b', '/d']);
    for (const path of ['/d', '/b', '/a', '/after']) await answer(path);
    expect((await run.result).steps.each?.output).toEqual(['/a', '/b', '/c', '/d']);
  });

  it('[X26] of nothing gives an empty list', async () => {
    const host = createHost();
    const result = await runGraph({ graph: loop(), input: items(), ports: host.ports }).result;
    expect(result.steps.each).toMatchObject({ status: 'succeeded', output: [], items: 0 });
    expect(host.calls()).toEqual(['GET /after']);
  });

  it('[X27] fails with the first item that fails, and ends the others', async () => {
    const { host, answer } = heldHost();
    const run = runGraph({ graph: loop({ concurrency: 2 }), input: items('a', 'b', 'c'), ports: host.ports });
    await settle();
    await answer('/b', json('no', 404));
    const result = await run.result;
    expect(result.error).toMatchObject({ code: 'http_status', status: 404, step: 'each[1]' });
    expect(result.steps.each).toMatchObject({ status: 'failed', handled: false });
    expect(result.steps['each[0]']?.status).toBe('cancelled');
    expect(result.steps['each[2]']).toBeUndefined();
  });

  it('[X27] can collect: the error stands in the place of the item', async () => {
    const host = createHost({
      script: (request) => (pathOf(request) === '/b' ? json('no', 404) : undefined),
    });
    const value = loop({ onItemError: 'collect' });
    const result = await runGraph({ graph: value, input: items('a', 'b', 'c'), ports: host.ports }).result;
    expect(result.status).toBe('succeeded');
    expect(result.steps.each?.output).toEqual([
      { path: '/a' },
      { error: { code: 'http_status', message: expect.stringContaining('404'), status: 404 } },
      { path: '/c' },
    ]);
    expect(result.steps['each[1]']).toMatchObject({ status: 'failed', handled: true });
  });

  it('[X26] refuses what is no list, and more items than a run may have', async () => {
    const host = createHost();
    const odd = await runGraph({ graph: loop(), input: { items: 'abc' }, ports: host.ports }).result;
    expect(odd.error).toMatchObject({ code: 'invalid_input', step: 'each', path: 'forEach.items' });
    const long = await runGraph({
      graph: loop(),
      input: items('a', 'b', 'c'),
      ports: host.ports,
      limits: { items: 2 },
    }).result;
    expect(long.error).toMatchObject({ code: 'limit', step: 'each', path: 'forEach.items' });
    expect(host.calls()).toEqual([]);
  });

  it('[X28] runs a connector for each item, and nests; a step counts once however many items there are', async () => {
    const inner: Definition = {
      graph: {
        ...graph('one -> two', {
          two: {
            forEach: { items: '{{input.parts}}', concurrency: 2 },
            request: { method: 'GET', url: 'http://api.test/{{item}}' },
          },
        }),
        output: '{{two}}',
      },
    };
    const outer = graph('each', {
      each: eachInner({ parts: ['{{item}}1', '{{item}}2'] }, { items: '{{input.items}}', concurrency: 2 }),
    });
    const host = createHost({ connectors: { inner } });
    const run = runGraph({ graph: outer, input: items('a', 'b'), ports: host.ports, limits: { steps: 3 } });
    const result = await run.result;
    expect(result).toMatchObject({
      status: 'succeeded',
      output: [
        [{ path: '/a1' }, { path: '/a2' }],
        [{ path: '/b1' }, { path: '/b2' }],
      ],
    });
    expect(result.steps['each[1]/two[0]']).toMatchObject({ status: 'succeeded' });
  });

  it('[X28] the loops of a run have ten times the items of one loop at most', async () => {
    const inner: Definition = { graph: graph('one', { one: { forEach: { items: [1, 2, 3, 4, 5] } } }) };
    const outer = graph('each', {
      each: eachInner({}, { items: '{{input.items}}' }),
    });
    const input = items(...Array.from({ length: 10 }, (_, index) => index));
    const ports = createHost({ connectors: { inner } }).ports;
    expect((await runGraph({ graph: outer, input, ports, limits: { items: 10 } }).result).status).toBe(
      'succeeded',
    );
    const { error } = await runGraph({ graph: outer, input, ports, limits: { items: 5 } }).result;
    expect(error).toMatchObject({ code: 'limit' });
  });

  it('[X3] goes on from any prefix of its journal, and no recorded item runs again', async () => {
    const value = loop({ concurrency: 2, onItemError: 'collect' });
    const script = (request: { url: string; method: string; headers: Record<string, string> }) =>
      pathOf(request) === '/c' ? json('no', 404) : undefined;
    const whole = createHost({ script });
    const input = items('a', 'b', 'c', 'd');
    const full = await runGraph({ graph: value, input, ports: whole.ports }).result;
    for (let length = 0; length <= whole.journal.length; length++) {
      const part = whole.journal.slice(0, length);
      const done = part.flatMap((event) =>
        event.type === 'step_succeeded' || event.type === 'step_failed' ? [event.step] : [],
      );
      const host = createHost({ script, seed: part });
      const result = await runGraph({ graph: value, input, ports: host.ports, resume: part }).result;
      expect(result.output).toEqual(full.output);
      expect(result.steps.each?.output).toEqual(full.steps.each?.output);
      for (const [index, item] of ['a', 'b', 'c', 'd'].entries()) {
        if (done.includes(`each[${index}]`)) expect(host.calls()).not.toContain(`GET /${item}`);
      }
      expect(names(host.journal).filter((name) => name === 'step_started each')).toHaveLength(1);
    }
  });

  it('[X9] is cancelled with its run, in the middle', async () => {
    const { host, answer } = heldHost();
    const controller = new AbortController();
    const run = runGraph({
      graph: loop({ concurrency: 2, onItemError: 'collect' }),
      input: items('a', 'b', 'c'),
      ports: host.ports,
      signal: controller.signal,
    });
    await settle();
    await answer('/a');
    controller.abort();
    const result = await run.result;
    expect(result.status).toBe('cancelled');
    expect(result.steps.each?.status).toBe('cancelled');
    expect(result.steps['each[1]']?.status).toBe('cancelled');
    expect(result.steps['each[0]']?.status).toBe('succeeded');
  });

  it('[X2] items share the slots of the run with all other steps', async () => {
    const { host, open } = heldHost();
    void runGraph({
      graph: loop({ concurrency: 50 }),
      input: items(...Array.from({ length: 20 }, (_, index) => `i${index}`)),
      ports: host.ports,
      limits: { concurrency: 4 },
    });
    await settle();
    expect(open()).toHaveLength(4);
  });

  it('[X7] a failure edge takes up a loop that failed', async () => {
    const value = graph('each -x> rescue', {
      each: { ...loop().steps[0] } as Step,
      rescue: {
        request: {
          method: 'POST',
          url: 'http://api.test/rescue',
          body: { type: 'json', value: '{{error.step}}' },
        },
      },
    });
    const host = createHost({
      script: (request) => (pathOf(request) === '/b' ? failure('connection_failed') : undefined),
    });
    const result = await runGraph({ graph: value, input: items('a', 'b'), ports: host.ports }).result;
    expect(result.status).toBe('succeeded');
    expect(host.sent.at(-1)?.request.body).toBe('"each[1]"');
  });

  it('[X26] runs no more items at once than it may where one waits and the run is put down', async () => {
    const host = createHost({ script: () => json('busy', 503, { 'retry-after': '3600' }) });
    host.clock.skipsSleep = false;
    const value = loop({ concurrency: 2 }, { retry: { attempts: 2 } });
    const input = items('a', 'b', 'c', 'd');
    const result = await runGraph({ graph: value, input, ports: host.ports, parkAfterMs: 60_000 }).result;
    expect(result.status).toBe('waiting');
    expect(host.calls()).toEqual(['GET /a', 'GET /b']);
  });

  it('[X34] that failed before its process died ends the items that were under way, whatever was inside of them', async () => {
    const inner: Definition = { graph: graph('ask', { ask: { retry: { attempts: 1 } } }) };
    const value = graph('each -x> after', {
      each: eachInner({}, { items: [0, 1, 2], concurrency: 3 }),
    });
    const open: ((answer: ReturnType<typeof json>) => void)[] = [];
    const whole = createHost({
      connectors: { inner },
      script: () => new Promise((resolve) => open.push(resolve)),
    });
    const run = runGraph({ graph: value, ports: whole.ports });
    await settle();
    open[0]?.(json('no', 404));
    await settle();
    open[3]?.(json('done'));
    await run.result;
    const failed = names(whole.journal).indexOf('step_failed each[0]') + 1;
    const part = whole.journal.slice(0, failed);
    const host = createHost({ connectors: { inner }, seed: part });
    const { status, steps } = await runGraph({ graph: value, ports: host.ports, resume: part }).result;
    expect(status).toBe('succeeded');
    expect(Object.values(steps).filter((step) => !('finishedAt' in step))).toEqual([]);
    expect(steps['each[1]/ask']?.status).toBe('cancelled');
    const order = names(host.journal);
    expect(order.indexOf('step_cancelled each[2]')).toBeLessThan(order.indexOf('step_failed each'));
  });

  it('[X28] items of loops that ended before a resume count too', async () => {
    const ids = Array.from({ length: 11 }, (_, index) => `l${index}`);
    const value = graph(
      ids
        .slice(1)
        .map((id, index) => `l${index} -> ${id}`)
        .join(),
      {
        ...Object.fromEntries(ids.map((id) => [id, { forEach: { items: [0] } }])),
      },
    );
    const whole = createHost();
    await runGraph({ graph: value, ports: whole.ports }).result;
    const part = whole.journal.slice(0, names(whole.journal).indexOf('step_succeeded l9') + 1);
    const host = createHost({ seed: part });
    const options = { graph: value, ports: host.ports, resume: part, limits: { items: 1 } };
    expect((await runGraph(options).result).error).toMatchObject({ code: 'limit', step: 'l10' });
  });
});
