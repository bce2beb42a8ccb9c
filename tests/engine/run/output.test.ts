import { describe, expect, it } from 'vitest';
import { runGraph, type TransformStep } from '#engine';
import { createHost, graph } from '../../support/engine.js';

describe('output', () => {
  const transform = (output: TransformStep['output']): TransformStep => ({
    id: 't',
    type: 'transform',
    ...(output && { output }),
  });

  it('[X14] is the template where there is one', async () => {
    const value = {
      ...graph('a -> b'),
      output: { path: '{{b.path}}', input: '{{input.x}}', id: '{{execution.id}}' },
    };
    const run = runGraph({
      graph: value,
      input: { x: 1 },
      ports: createHost().ports,
      execution: { id: 'e1' },
    });
    expect((await run.result).output).toEqual({ path: '/b', input: 1, id: 'e1' });
  });

  it('[X14] is that of the last step, or of the last steps by id', async () => {
    const output = async (text: string) =>
      (await runGraph({ graph: graph(text), ports: createHost().ports }).result).output;
    expect(await output('a -> b')).toEqual({ path: '/b' });
    expect(await output('a -> b, a -> c, a -x> d')).toEqual({ b: { path: '/b' }, c: { path: '/c' } });
  });

  it('[X14] that has an error fails the run and says where', async () => {
    const value = { ...graph('a'), output: { x: ['{{a.nope}}'] } };
    expect((await runGraph({ graph: value, ports: createHost().ports }).result).error).toMatchObject({
      code: 'expression',
      path: 'output.x[0]',
    });
  });

  it('[X14] a transform gives its output', async () => {
    const value = graph('a -> t', { t: transform({ upper: '{{a.path | upper}}' }) });
    expect((await runGraph({ graph: value, ports: createHost().ports }).result).output).toEqual({
      upper: '/A',
    });
  });

  it('[X1] two thousand steps in a row need no deep stack', async () => {
    const steps = Array.from({ length: 2_000 }, (_, index) => ({
      ...transform({ n: index }),
      id: `s${index}`,
    }));
    expect((await runGraph({ graph: { steps }, ports: createHost().ports }).result).output).toEqual({
      n: 1_999,
    });
  });
});
