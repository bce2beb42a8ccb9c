import { describe, expect, it } from 'vitest';
import type { Graph, StepState } from '../../src/engine/index.js';
import { englishRunStrings } from '../../src/runs/run-strings.js';
import { reasonOf } from '../../src/runs/skip-reason.js';
import { run, step } from './runs.js';

const after: Graph = {
  steps: [
    { id: 'a', type: 'transform', name: 'Fetch', output: {} },
    {
      id: 'size',
      type: 'branch',
      name: 'Size',
      cases: [
        { id: 'large', name: 'Large', when: { all: [] } },
        { id: 'small', when: { all: [] } },
      ],
    },
    { id: 'end', type: 'wait', for: { seconds: 1 } },
  ],
};

const recorded = 'What the run recorded.';

function reason(edges: Graph['edges'], before: readonly StepState[], path = 'end') {
  const skipped = step(path, { status: 'skipped', reason: recorded });
  return reasonOf(skipped, {
    run: run([...before, skipped]),
    graph: { ...after, ...(edges && { edges }) },
    strings: englishRunStrings,
  });
}

const to = (source: string, on?: string) => ({ source, target: 'end', ...(on !== undefined && { on }) });
const line = (text: string) => `No line to it was followed: ${text}.`;

describe('why a step was skipped', () => {
  it('is the way that a branch took, and the ways that lead to the step', () => {
    const size = step('size', { case: 'else' });
    expect(reason([to('size', 'large'), to('size', 'small')], [size])).toBe(
      line('Size took the way “Otherwise”, not “Large” or “small”'),
    );
    expect(reason([to('size', 'failure')], [size])).toBe(line('Size took the way “Otherwise”'));
  });

  it('is how each step before it ended', () => {
    expect(reason([to('a', 'failure')], [step('a')])).toBe(line("Fetch didn't fail"));
    const failed = step('a', { status: 'failed' });
    const skipped = step('size', { status: 'skipped' });
    expect(reason([to('a'), to('size', 'large')], [failed, skipped])).toBe(
      line('Fetch failed, Size was skipped'),
    );
  });

  it('names five of many', () => {
    const ids = Array.from({ length: 7 }, (_, index) => `s${index}`);
    const states = ids.map((id) => step(id, { status: 'failed' }));
    expect(
      reason(
        ids.map((id) => to(id)),
        states,
      ),
    ).toMatch(/s4 failed and 2 more\.$/);
  });

  it('is told inside a connector step and an item too', () => {
    const failed = step('mails[3]/a', { status: 'failed' });
    expect(reason([to('a')], [failed, step('a')], 'mails[3]/end')).toBe(line('Fetch failed'));
  });

  it('is what was recorded where a line was followed, or where the graph and the run differ', () => {
    expect(
      reason([to('size', 'large'), to('a', 'failure')], [step('size', { case: 'large' }), step('a')]),
    ).toBe(recorded);
    expect(reason([to('a')], [])).toBe(recorded);
    expect(reason([], [step('a')])).toBe(recorded);
    expect(
      reasonOf(step('end', { reason: recorded }), {
        run: undefined,
        graph: undefined,
        strings: englishRunStrings,
      }),
    ).toBe(recorded);
  });
});
