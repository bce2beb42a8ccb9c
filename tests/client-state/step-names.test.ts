import { describe, expect, it } from 'vitest';
import type { Connector } from '../../src/client/index.js';
import type { Graph } from '../../src/engine/index.js';
import { graphsOf, stepNamesOf } from '../../src/executions/step-names.js';

const graph: Graph = {
  steps: [
    {
      id: 'mails',
      type: 'connector',
      name: 'Send mails',
      connector: 'mail',
      input: {},
      forEach: { items: [] },
    },
    { id: 'size', type: 'branch', cases: [{ id: 'large', name: 'Large order', when: { all: [] } }] },
  ],
};
const inner: Graph = { steps: [{ id: 'render', type: 'transform', name: 'Render' }] };
// Of a connector only these are read.
const mail = { id: 'c1', slug: 'mail', definition: { graph: inner } } as unknown as Connector;

describe('names of the steps of a run', () => {
  it.each([
    ['mails', 'Send mails'],
    ['mails[3]', 'Send mails'],
    ['mails[3]/render', 'Render'],
    ['mails/gone', 'gone'],
    ['size', 'size'],
  ])('%s is %s', (path, name) => {
    expect(stepNamesOf(graphsOf(graph, [mail]))(path)).toBe(name);
  });
});
