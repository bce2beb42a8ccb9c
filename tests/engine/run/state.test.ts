import { describe, expect, it } from 'vitest';
import { applyRunEvent, initialRunState, type RunEvent, runGraph } from '#engine';
import { createHost, failure, graph, json } from '../../support/engine.js';

async function journalOf(
  text: string,
): Promise<{ journal: RunEvent[]; result: Awaited<ReturnType<typeof runGraph>['result']> }> {
  const host = createHost({
    script: (request, number) =>
      number === 1 ? failure('timeout') : request.url.endsWith('/c') ? json({}, 404) : undefined,
  });
  const result = await runGraph({ graph: graph(text), input: { x: 1 }, ports: host.ports }).result;
  return { journal: host.journal, result };
}

describe('applyRunEvent', () => {
  it('[X16] folds the journal into the state that the run gives', async () => {
    const { journal, result } = await journalOf('a -> b, a -> c, c -x> d, c -> e');
    const state = journal.reduce(applyRunEvent, initialRunState());
    expect(state).toMatchObject({
      status: 'succeeded',
      seq: journal.length,
      input: { x: 1 },
      output: result.output,
    });
    expect(state.steps).toEqual(result.steps);
    expect(Object.keys(state.steps)[0]).toBe('a');
    expect(state.steps.a?.attempts).toHaveLength(2);
    expect(state.durationMs).toBe((state.finishedAt ?? 0) - (state.startedAt ?? 0));
  });

  it('[X16] shares what an event does not touch and changes nothing in place', async () => {
    const { journal } = await journalOf('a -> b, a -> c, c -x> d');
    let state = initialRunState();
    for (const event of journal) {
      const before = structuredClone(state);
      const next = applyRunEvent(state, event);
      expect(state).toEqual(before);
      for (const [path, step] of Object.entries(state.steps)) {
        if (!('step' in event) || event.step !== path) expect(next.steps[path]).toBe(step);
      }
      if (!('step' in event)) expect(next.steps).toBe(state.steps);
      state = next;
    }
  });

  it('[X16] ignores an event that was applied', async () => {
    const { journal } = await journalOf('a -> b');
    const state = journal.reduce(applyRunEvent, initialRunState());
    for (const event of journal) expect(applyRunEvent(state, event)).toBe(state);
  });

  it('[X23] knows the names of steps, also inside of connectors and of those that were skipped', async () => {
    const rates = { graph: graph('a -x> b', { a: { name: 'Get rates' }, b: { name: 'Fall back' } }) };
    const host = createHost({ connectors: { rates } });
    const { steps } = await runGraph({
      graph: { steps: [{ id: 'x', type: 'connector', connector: 'rates', input: {} }] },
      ports: host.ports,
    }).result;
    expect(Object.values(steps).map(({ path, name, status }) => [path, name, status])).toEqual([
      ['x', undefined, 'succeeded'],
      ['x/a', 'Get rates', 'succeeded'],
      ['x/b', 'Fall back', 'skipped'],
    ]);
    expect(steps.x).not.toHaveProperty('name');
  });

  it('[X23] knows the name of a step that waits for its turn', async () => {
    const host = createHost();
    const value = graph('a, b', { b: { name: 'Second' } });
    await runGraph({ graph: value, ports: host.ports, limits: { concurrency: 1 } }).result;
    expect(host.journal.find((event) => event.type === 'step_queued')).toMatchObject({ name: 'Second' });
  });

  it('[X16] shows a step that was started again as running, with the attempts it had', () => {
    const attempt = { number: 1, startedAt: 1, durationMs: 1 };
    const events: RunEvent[] = [
      { type: 'run_started', input: null, seq: 1, at: 1 },
      { type: 'step_queued', step: 'a', seq: 2, at: 2 },
      { type: 'step_started', step: 'a', seq: 3, at: 3, input: { x: 1 } },
      { type: 'step_attempted', step: 'a', attempt, seq: 4, at: 4 },
      { type: 'step_started', step: 'a', seq: 5, at: 5, input: { x: 1 } },
    ];
    const state = events.reduce(applyRunEvent, initialRunState());
    expect(state.steps.a).toEqual({
      path: 'a',
      status: 'running',
      queuedAt: 2,
      startedAt: 5,
      input: { x: 1 },
      attempts: [attempt],
    });
  });
});
