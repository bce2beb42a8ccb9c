import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectorStep, type Definition, type Graph, type RunEvent, runGraph } from '#engine';
import { type Answer, createHost, failure, graph, json, names, pathOf } from '../../support/engine.js';

const inner: Definition = { graph: graph('one -> two, one -> three') };
const calls = (id: string): ConnectorStep => ({ id, type: 'connector', connector: 'inner', input: {} });
const mixed = graph('a -> b, a -> c, b -> d, c -> d, d -x> e, d -> f', { c: calls('c') });

/** Runs to the end and gives the whole journal. */
async function record(value: Graph, script?: (path: string) => Answer): Promise<RunEvent[]> {
  const host = createHost({
    connectors: { inner },
    ...(script && { script: (request) => script(pathOf(request)) }),
  });
  await runGraph({ graph: value, ports: host.ports }).result;
  return host.journal;
}

/** What a run that goes on from part of its journal sends, and its journal in full. */
async function resume(value: Graph, part: readonly RunEvent[], script?: (path: string) => Answer) {
  const host = createHost({
    connectors: { inner },
    seed: part,
    ...(script && { script: (request) => script(pathOf(request)) }),
  });
  const run = runGraph({ graph: value, ports: host.ports, resume: part });
  const result = await run.result;
  return { host, result, journal: host.journal };
}

/** Names of steps that a journal records as done, and sent all the same. */
function sentAgain(part: readonly RunEvent[], calls: readonly string[]): string[] {
  const done = part.flatMap((event) =>
    event.type === 'step_succeeded' || event.type === 'step_failed' ? [event.step.split('/').at(-1)] : [],
  );
  return calls.map((call) => call.replace('GET /', '')).filter((name) => done.includes(name));
}

describe('a run that is resumed', () => {
  it('[X3] [X6] from any prefix of its journal sends nothing again that is recorded, and ends the same', async () => {
    const whole = await record(mixed);
    const full = await resume(mixed, []);
    for (let length = 0; length <= whole.length; length++) {
      const part = whole.slice(0, length);
      const { host, result, journal } = await resume(mixed, part);
      expect(sentAgain(part, host.calls())).toEqual([]);
      expect(result).toMatchObject({ status: 'succeeded', output: full.result.output });
      expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
      expect(Object.keys(result.steps).sort()).toEqual(Object.keys(full.result.steps).sort());
      expect(names(journal).filter((name) => name.startsWith('run_'))).toEqual([
        'run_started',
        'run_succeeded',
      ]);
    }
  });

  it('[X3] the check notices a run that forgets its journal', async () => {
    const whole = await record(mixed);
    const part = whole.slice(0, 8);
    const host = createHost({ connectors: { inner } });
    await runGraph({ graph: mixed, ports: host.ports }).result;
    expect(sentAgain(part, host.calls())).not.toEqual([]);
  });

  it.each([0, 1, 2, 3])(
    '[X3] random graphs with random faults, killed again and again (seed %i)',
    async (seed) => {
      const node = fc.integer({ min: 0, max: 7 });
      const edge = fc.tuple(node, node, fc.boolean()).filter(([source, target]) => source < target);
      const faults = fc.array(fc.constantFrom('ok', 'ok', 'ok', '404', 'lost'), {
        minLength: 8,
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(edge, { minLength: 1, maxLength: 14 }),
          faults,
          fc.array(fc.nat(40), { maxLength: 4 }),
          async (edges, plan, kills) => {
            const value = graph(
              edges
                .map(([source, target, failing]) => `s${source} -${failing ? 'x' : ''}> s${target}`)
                .join(', '),
            );
            const script = (path: string): Answer => {
              const fault = plan[Number(path.slice(2))];
              if (fault === '404') return json({}, 404);
              return fault === 'lost' ? failure('bad_response', 'sent') : json(path);
            };
            const expected = (await resume(value, [], script)).result;
            let part: RunEvent[] = [];
            for (const kill of kills) {
              const { host, journal } = await resume(value, part, script);
              expect(sentAgain(part, host.calls())).toEqual([]);
              part = journal.slice(0, Math.max(part.length, kill));
            }
            const { host, result, journal } = await resume(value, part, script);
            expect(sentAgain(part, host.calls())).toEqual([]);
            expect(result.status).toBe(expected.status);
            expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
            expect(journal.filter((event) => event.type.startsWith('run_'))).toHaveLength(2);
            const ends = journal.flatMap((event) =>
              /^step_(succeeded|failed|skipped)$/.test(event.type) && 'step' in event ? [event.step] : [],
            );
            expect(new Set(ends).size).toBe(ends.length);
            if (expected.status === 'succeeded') expect(result.output).toEqual(expected.output);
          },
        ),
        { seed, numRuns: 60 },
      );
    },
  );

  it('[X4] runs a step again that was started and not recorded, and counts its attempts on', async () => {
    const whole = await record(graph('a'), () => failure('timeout'));
    const part = whole.slice(0, whole.findIndex((event) => event.type === 'step_attempted') + 1);
    expect(names(part)).toEqual(['run_started', 'step_started a', 'step_attempted a']);
    const { host, result, journal } = await resume(graph('a'), part);
    expect(host.calls()).toEqual(['GET /a']);
    expect(result.steps.a?.attempts.map((attempt) => attempt.number)).toEqual([1, 2]);
    expect(names(journal).slice(3)).toEqual([
      'step_started a',
      'step_attempted a',
      'step_succeeded a',
      'run_succeeded',
    ]);
  });

  it('[X11] inside a connector goes on with the inner step that was next', async () => {
    const value: Graph = { steps: [calls('c')] };
    const whole = await record(value);
    const at = names(whole).indexOf('step_succeeded c/two');
    const { host } = await resume(value, whole.slice(0, at + 1));
    expect(host.calls()).toEqual(['GET /three']);
  });

  it('[X8] after an unhandled failure only ends', async () => {
    const value = graph('a, b -> c');
    const script = (path: string): Answer => (path === '/a' ? json({}, 404) : undefined);
    const whole = await record(value, script);
    const at = names(whole).indexOf('step_failed a');
    const { host, result, journal } = await resume(value, whole.slice(0, at + 1), script);
    expect(host.calls()).toEqual([]);
    expect(result).toMatchObject({ status: 'failed', error: { step: 'a' } });
    expect(names(journal).slice(at + 1)).toEqual(['step_cancelled b', 'run_failed']);
  });

  it('[X7] still knows the failure that led to where it goes on', async () => {
    const request = { method: 'GET' as const, url: 'http://api.test/c', query: { at: '{{error.step}}' } };
    const value = graph('a -x> b, b -> c', { c: { request } });
    const script = (path: string): Answer => (path === '/a' ? json({}, 404) : undefined);
    const whole = await record(value, script);
    const at = names(whole).indexOf('step_succeeded b');
    const { host, result } = await resume(value, whole.slice(0, at + 1), script);
    expect(host.calls()).toEqual(['GET /c?at=a']);
    expect(result.status).toBe('succeeded');
  });

  it('[X9] after an inner step was cancelled starts no other', async () => {
    const value = graph('c, z -> y', { c: calls('c') });
    const part: RunEvent[] = (
      [
        { type: 'run_started', input: null },
        { type: 'step_started', step: 'c' },
        { type: 'step_started', step: 'c/one' },
        { type: 'step_started', step: 'z' },
        { type: 'step_cancelled', step: 'c/one' },
      ] as const
    ).map((event, index) => ({ ...event, seq: index + 1, at: index }));
    const { host, result } = await resume(value, part);
    expect(host.calls()).not.toContain('GET /y');
    expect(result.status).toBe('cancelled');
  });

  it('[X9] after a cancellation only ends', async () => {
    const value = graph('a -> b');
    const started = (await record(value)).slice(0, 2);
    const part: RunEvent[] = [...started, { type: 'step_cancelled', step: 'a', seq: 3, at: 5 }];
    const { host, result } = await resume(value, part);
    expect(host.calls()).toEqual([]);
    expect(result.status).toBe('cancelled');
  });

  it('[X22] after its end gives the result and stores nothing', async () => {
    const whole = await record(mixed);
    const { host, result } = await resume(mixed, whole);
    expect(result).toMatchObject({ status: 'succeeded', output: { f: { path: '/f' } } });
    expect(host.sent).toEqual([]);
    expect(host.writes).toEqual([]);
  });

  it('[X3] keeps the input that it was started with', async () => {
    const value = { ...graph('a'), output: '{{input}}' };
    const host = createHost();
    await runGraph({ graph: value, input: 1, ports: host.ports }).result;
    const again = createHost();
    const run = runGraph({ graph: value, input: 2, ports: again.ports, resume: host.journal.slice(0, 2) });
    expect((await run.result).output).toBe(1);
  });
});
