import { describe, expect, it } from 'vitest';
import { runGraph } from '#engine';
import { createHost, graph, heldHost, names, sends, settle } from '../../support/engine.js';

describe('order', () => {
  it('[X1] a step waits for all its edges and runs once one is active', async () => {
    const { host, answer, open } = heldHost();
    const run = runGraph({ graph: graph('a -> c, b -> c, c -> d'), ports: host.ports });
    await settle();
    expect(open()).toEqual(['/a', '/b']);
    await answer('/a');
    expect(open()).toEqual(['/b']);
    await answer('/b');
    expect(open()).toEqual(['/c']);
    await answer('/c');
    await answer('/d');
    expect(await run.result).toMatchObject({ status: 'succeeded', output: '/d' });
  });

  it('[X1] a step whose edges are all inactive is skipped, and so is what only follows it', async () => {
    const host = createHost();
    const run = runGraph({ graph: graph('a -x> b, b -> c, c -> d, a -> d'), ports: host.ports });
    const result = await run.result;
    expect(host.calls()).toEqual(['GET /a', 'GET /d']);
    expect(result.steps.b).toMatchObject({
      status: 'skipped',
      reason: 'No line to it was followed: a succeeded.',
    });
    expect(result.steps.c).toMatchObject({
      status: 'skipped',
      reason: 'No line to it was followed: b was skipped.',
    });
  });

  it('[X1] a step that many lead to is skipped for a reason that can be read', async () => {
    const sources = Array.from({ length: 9 }, (_, index) => `s${index}`);
    const value = graph(sources.map((id) => `${id} -x> end`).join(', '));
    const { steps } = await runGraph({ graph: value, ports: createHost().ports }).result;
    expect(steps.end?.reason).toBe(
      'No line to it was followed: s0 succeeded, s1 succeeded, s2 succeeded, s3 succeeded, s4 succeeded and 4 more.',
    );
  });

  it('[X21] what a skipped step would have given is missing', async () => {
    const body = graph('a -x> b, a -> c, b -> c', { c: sends('{{b.id | default("none")}}') });
    const host = createHost();
    expect((await runGraph({ graph: body, ports: host.ports }).result).status).toBe('succeeded');
    expect(host.sent[1]?.request.body).toBe('"none"');
    const strict = graph('a -x> b, a -> c, b -> c', { c: sends('{{b.id}}') });
    expect(await runGraph({ graph: strict, ports: createHost().ports }).result).toMatchObject({
      status: 'failed',
      error: {
        code: 'expression',
        step: 'c',
        path: 'request.body.value',
        detail: { code: 'missing', reference: 'b.id' },
      },
    });
  });

  it('[X2] ten steps run at once, the others wait in order and say so', async () => {
    const { host, answer, open } = heldHost();
    const ids = Array.from({ length: 12 }, (_, index) => `s${index}`);
    runGraph({ graph: graph(ids.join(', ')), ports: host.ports });
    await settle();
    expect(open()).toEqual(ids.slice(0, 10).map((id) => `/${id}`));
    expect(names(host.journal).filter((name) => name.startsWith('step_queued'))).toEqual([
      'step_queued s10',
      'step_queued s11',
    ]);
    await answer('/s3');
    expect(open().at(-1)).toBe('/s10');
  });

  it('[X2] the number is a limit of the run', async () => {
    const { host, open } = heldHost();
    runGraph({ graph: graph('a, b, c'), ports: host.ports, limits: { concurrency: 2 } });
    await settle();
    expect(open()).toEqual(['/a', '/b']);
  });
});
