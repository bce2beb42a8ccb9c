import { describe, expect, it } from 'vitest';
import { type ConnectorStep, type Definition, type HttpStep, type RunEvent, runGraph } from '#engine';
import {
  createHost,
  deferred,
  failure,
  graph,
  heldHost,
  json,
  names,
  sends,
  settle,
} from '../../support/engine.js';

const inner: Definition = { graph: graph('one -> two') };
const calls = (id: string): ConnectorStep => ({ id, type: 'connector', connector: 'inner', input: {} });

/** A journal as it was when its process died, from the events without their numbers. */
function journalOf(
  ...bodies: readonly (Omit<RunEvent, 'seq' | 'at'> & Record<string, unknown>)[]
): RunEvent[] {
  return bodies.map((body, index) => ({ ...body, seq: index + 1, at: index }) as RunEvent); // numbered just now
}

const started = { type: 'run_started', input: null } as const;

describe('a port that throws', () => {
  it('[X20] rejects the run, aborts what is in flight and leaves no trace of that in the journal', async () => {
    const { host, answer } = heldHost();
    const ports = {
      ...host.ports,
      connectors: {
        find: () => Promise.reject(new Error('The database is restarting.')),
      },
    };
    const value = graph('slow, a -> c', { c: calls('c') });
    const run = runGraph({ graph: value, ports });
    await settle();
    await answer('/a');
    await expect(run.result).rejects.toThrow('The database is restarting.');
    await settle();
    expect(host.sent.find(({ request }) => request.url.endsWith('/slow'))?.options.signal.aborted).toBe(true);
    expect(names(host.journal).filter((name) => /cancelled|failed|attempted slow/.test(name))).toEqual([]);
  });

  it('[X20] leaves a journal from which the run goes on to its end', async () => {
    const { host, answer } = heldHost();
    const find = () => Promise.reject(new Error('The database is restarting.'));
    const value = graph('slow, a -> c', { c: calls('c') });
    const run = runGraph({ graph: value, ports: { ...host.ports, connectors: { find } } });
    await settle();
    await answer('/a');
    await expect(run.result).rejects.toThrow();
    const next = createHost({ seed: host.journal, connectors: { inner } });
    const resumed = await runGraph({ graph: value, ports: next.ports, resume: host.journal }).result;
    expect(resumed.status).toBe('succeeded');
    expect(next.calls()).toEqual(['GET /slow', 'GET /one', 'GET /two']);
  });

  it('[X20] rejects only after the write that was under way', async () => {
    const write = deferred<void>();
    const host = createHost({
      beforeRecord: (events) => (names(events).includes('step_started b') ? write.promise : undefined),
    });
    const find = () => Promise.reject(new Error('Gone.'));
    const run = runGraph({
      graph: graph('a -> b, a -> c', { c: calls('c') }),
      ports: { ...host.ports, connectors: { find } },
    });
    let isOver = false;
    run.result.catch(() => {
      isOver = true;
    });
    await settle();
    expect(isOver).toBe(false);
    write.resolve();
    await expect(run.result).rejects.toThrow('Gone.');
    expect(names(host.journal)).toContain('step_started b');
  });
});

describe('a journal that refuses a write', () => {
  it('[X20] stops requests that are under way, whoever notices it', async () => {
    const { promise } = deferred<undefined>();
    const host = createHost({
      script: (request) => (request.url.endsWith('/slow') ? promise : undefined),
      beforeRecord: (events) => {
        if (names(events).includes('step_succeeded leaf')) throw new Error('Fenced.');
      },
    });
    const run = runGraph({ graph: graph('leaf, slow'), ports: host.ports });
    await expect(run.result).rejects.toThrow('Fenced.');
  });

  it('[X5] lets no attempt be made after one that it has not stored', async () => {
    const host = createHost({
      script: () => failure('connection_failed'),
      beforeRecord: (events) => {
        if (names(events).includes('step_attempted a')) throw new Error('Fenced.');
      },
    });
    await expect(runGraph({ graph: graph('a'), ports: host.ports }).result).rejects.toThrow('Fenced.');
    expect(host.sent).toHaveLength(1);
  });

  it('[X5] lets no attempt be made while the one before is still being stored', async () => {
    const write = deferred<void>();
    const host = createHost({
      script: (_request, number) => (number === 1 ? failure('connection_failed') : undefined),
      beforeRecord: (events) => (names(events).includes('step_attempted a') ? write.promise : undefined),
    });
    const run = runGraph({ graph: graph('a'), ports: host.ports });
    await settle();
    expect(host.sent).toHaveLength(1);
    write.resolve();
    expect((await run.result).status).toBe('succeeded');
  });

  it('[X20] that can not be read rejects the run and throws nothing', async () => {
    const resume = journalOf(started, { type: 'step_exploded', step: 'a' } as never);
    const run = runGraph({ graph: graph('a'), ports: createHost().ports, resume });
    await expect(run.result).rejects.toThrow('step_exploded');
  });
});

describe('what is stored together', () => {
  it("[X3] a step's last attempt and its end, so that an answered request is never sent again", async () => {
    const host = createHost({ script: () => json({}, 404) });
    await runGraph({ graph: graph('a -x> b'), ports: host.ports }).result;
    const write = host.writes.map(names).find((events) => events.includes('step_attempted a'));
    expect(write).toContain('step_failed a');
  });
});

describe('a run that was interrupted', () => {
  it('[X4] does not repeat a POST without a key, which may have taken effect', async () => {
    const resume = journalOf(started, { type: 'step_started', step: 'a' });
    const host = createHost({ seed: resume });
    const run = runGraph({ graph: graph('a', { a: sends('x') }), ports: host.ports, resume });
    expect((await run.result).error).toMatchObject({ code: 'outcome_unknown', step: 'a' });
    expect(host.sent).toEqual([]);
  });

  it.each<[string, Partial<HttpStep>, string | undefined]>([
    ['a POST with a key', sends('x'), 'key'],
    ['a GET', {}, undefined],
    [
      'a POST with a key of its own',
      { request: { method: 'POST', url: 'http://api.test/x', headers: { 'Idempotency-Key': 'mine' } } },
      undefined,
    ],
  ])('[X4] sends %s again', async (_name, step, key) => {
    const resume = journalOf(started, { type: 'step_started', step: 'a' });
    const host = createHost({ seed: resume, ...(key !== undefined && { idempotencyKey: () => key }) });
    const run = runGraph({ graph: graph('a', { a: step }), ports: host.ports, resume });
    expect((await run.result).status).toBe('succeeded');
    expect(host.sent).toHaveLength(1);
  });

  it('[X4] sends a POST that only waited for its turn', async () => {
    const resume = journalOf(started, { type: 'step_queued', step: 'a' });
    const host = createHost({ seed: resume });
    const run = runGraph({ graph: graph('a', { a: sends('x') }), ports: host.ports, resume });
    expect((await run.result).status).toBe('succeeded');
  });

  it('[X8] [X11] leaves no inner step running when it only ends', async () => {
    const resume = journalOf(
      started,
      { type: 'step_started', step: 'c', input: {} },
      { type: 'step_started', step: 'c/one' },
      {
        type: 'step_failed',
        step: 'a',
        error: { code: 'timeout', message: 'x', step: 'a' },
        durationMs: 1,
        handled: false,
      },
    );
    const host = createHost({ seed: resume, connectors: { inner } });
    const run = runGraph({ graph: graph('a, c', { c: calls('c') }), ports: host.ports, resume });
    const { status, steps } = await run.result;
    expect(status).toBe('failed');
    expect(Object.values(steps).map((step) => `${step.path} ${step.status}`)).toEqual([
      'c cancelled',
      'c/one cancelled',
      'a failed',
    ]);
    expect(host.sent).toEqual([]);
  });

  it('[X18] counts the steps that were started before', async () => {
    const value = graph('a -> b, b -> c');
    const whole = createHost();
    await runGraph({ graph: value, ports: whole.ports, limits: { steps: 2 } }).result;
    for (let length = 2; length < whole.journal.length; length++) {
      const part = whole.journal.slice(0, length);
      const host = createHost({ seed: part });
      const run = runGraph({ graph: value, ports: host.ports, resume: part, limits: { steps: 2 } });
      // Journals are stored write by write: the excess and its failure are in one.
      if (names(part).at(-1) === 'step_started c') continue;
      expect(await run.result, `${length} events`).toMatchObject({ status: 'failed', error: { step: 'c' } });
      expect(host.calls()).not.toContain('GET /c');
    }
    expect(whole.writes.map(names)).toContainEqual(
      expect.arrayContaining(['step_started c', 'step_failed c']),
    );
  });
});
