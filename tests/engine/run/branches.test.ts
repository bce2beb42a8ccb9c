import { describe, expect, it } from 'vitest';
import { type BranchStep, type Graph, runGraph, type Step } from '#engine';
import { createHost, failure, graph, names } from '../../support/engine.js';

const bySize: BranchStep = {
  id: 'size',
  type: 'branch',
  cases: [
    { id: 'big', when: { left: '{{input.total}}', op: 'gte', right: 100 } },
    { id: 'odd', when: { left: '{{input.note}}', op: 'exists' } },
  ],
};
const flow = graph('size -big> truck, size -odd> call, size -else> bike, size -> log', { size: bySize });

async function run(value: Graph, input: Record<string, unknown>) {
  const host = createHost();
  const result = await runGraph({ graph: value, input: input as never, ports: host.ports }).result;
  return { host, result };
}

describe('a branch', () => {
  it.each([
    ['the first case that holds', { total: 250, note: 'x' }, 'big', ['GET /truck', 'GET /log']],
    ['a later case', { total: 5, note: 'x' }, 'odd', ['GET /call', 'GET /log']],
    ['else, where none holds', { total: 5 }, 'else', ['GET /bike', 'GET /log']],
  ])('[X24] takes the way of %s, and edges without a case follow too', async (_, input, way, calls) => {
    const { host, result } = await run(flow, input);
    expect(host.calls()).toEqual(calls);
    expect(result.steps.size).toMatchObject({ status: 'succeeded', output: { case: way }, case: way });
    const skipped = Object.values(result.steps).filter((step) => step.status === 'skipped');
    const reason = `No line to it was followed: size took '${way}'.`;
    expect(skipped.map((step) => step.reason)).toEqual([reason, reason]);
  });

  it('[X24] takes the same way again from its journal, though its output says something else', async () => {
    const shaped = graph('size -big> truck, size -else> bike', {
      size: { ...bySize, output: { done: true } },
    });
    const host = createHost();
    await runGraph({ graph: shaped, input: { total: 250 }, ports: host.ports }).result;
    const part = host.journal.slice(0, names(host.journal).indexOf('step_succeeded size') + 1);
    expect(part.at(-1)).toMatchObject({ type: 'step_succeeded', output: { done: true }, case: 'big' });
    const again = createHost({ seed: part });
    const result = await runGraph({ graph: shaped, ports: again.ports, resume: part }).result;
    expect(again.calls()).toEqual(['GET /truck']);
    expect(result.steps.bike?.status).toBe('skipped');
  });

  it("[X24] fails where a condition can't be worked out, with the place", async () => {
    const { result } = await run(flow, { total: 'many' });
    expect(result.error).toMatchObject({ code: 'expression', step: 'size', path: 'cases[0].when' });
  });
});

describe('a condition of a step', () => {
  const when = (op: 'equals' | 'gt', right: number): Pick<Step, 'when'> => ({
    when: { left: '{{input.total}}', op, right },
  });

  it('[X25] that holds lets it run', async () => {
    const { host } = await run(graph('a -> b', { a: when('equals', 1) }), { total: 1 });
    expect(host.calls()).toEqual(['GET /a', 'GET /b']);
  });

  it("[X25] that doesn't hold skips it, with the condition as its reason, and what only follows it", async () => {
    const { host, result } = await run(graph('a -> b, c -> b, a -> d', { a: when('gt', 5) }), { total: 1 });
    expect(host.calls()).toEqual(['GET /c', 'GET /b']);
    expect(result.steps.a).toMatchObject({
      status: 'skipped',
      reason: expect.stringMatching(/^Its condition/),
    });
    expect(result.steps.d).toMatchObject({
      status: 'skipped',
      reason: expect.stringContaining('a was skipped'),
    });
  });

  it("[X25] that can't be worked out fails it, and a failure edge takes that up", async () => {
    const value = graph('a -x> b', { a: when('gt', 5) });
    const { host, result } = await run(value, { total: null as never });
    expect(result.steps.a).toMatchObject({
      status: 'failed',
      error: { code: 'expression', path: 'when' },
    });
    expect(host.calls()).toEqual(['GET /b']);
  });

  it('[X25] skips a step in a journal for good', async () => {
    const value = graph('a -> c, b -> c', { a: when('gt', 5) });
    const host = createHost({ script: () => failure('cancelled') });
    await runGraph({ graph: value, input: { total: 1 }, ports: host.ports }).result;
    expect(names(host.journal)).toContain('step_skipped a');
    const seed = host.journal.slice(0, names(host.journal).indexOf('step_skipped a') + 1);
    const again = createHost({ seed });
    const result = await runGraph({ graph: value, ports: again.ports, resume: seed }).result;
    expect(names(again.journal).filter((name) => name === 'step_skipped a')).toHaveLength(1);
    expect(result.status).toBe('succeeded');
  });
});
