import { describe, expect, it } from 'vitest';
import type { StepState } from '../../src/engine/index.js';
import { pathName } from '../../src/runs/path-name.js';
import { logOf } from '../../src/runs/run-log.js';
import { englishRunStrings } from '../../src/runs/run-strings.js';
import { depthOf, itemIndexOf, parentOf, stepIdsOf } from '../../src/runs/step-path.js';
import { pickItems, stepTreeOf } from '../../src/runs/step-tree.js';
import { timelineOf } from '../../src/runs/timeline.js';
import { run, START, step } from './runs.js';

/** A loop of `count` items: those of `failed` failed, those of `running` are under way, all others succeeded. */
function loop(count: number, more: { failed?: number[]; running?: number[] } = {}): StepState[] {
  const { failed = [], running = [] } = more;
  const statusOf = (index: number) =>
    failed.includes(index) ? 'failed' : running.includes(index) ? 'running' : 'succeeded';
  return [
    step('mails', { status: 'running', startedAt: START, items: count }),
    ...Array.from({ length: count }, (_, index) =>
      step(`mails[${index}]`, { status: statusOf(index), startedAt: START, durationMs: 5 }),
    ),
  ];
}

const lanesOf = (steps: readonly StepState[], options: Parameters<typeof timelineOf>[2] = {}) =>
  timelineOf(run(steps), START + 100, options).lanes;

describe('paths of steps', () => {
  it.each([
    ['step_2', undefined, undefined, 0, ['step_2']],
    ['step_2[3]', 'step_2', 3, 1, ['step_2']],
    ['step_2[3]/step_1', 'step_2[3]', undefined, 2, ['step_2', 'step_1']],
    ['step_2/step_1[12]', 'step_2/step_1', 12, 2, ['step_2', 'step_1']],
  ])('%s', (path, parent, index, depth, ids) => {
    expect(parentOf(path)).toBe(parent);
    expect(itemIndexOf(path)).toBe(index);
    expect(depthOf(path)).toBe(depth);
    expect(stepIdsOf(path)).toEqual(ids);
  });

  it.each([
    ['mails', 'Send mails'],
    ['mails[3]', 'Send mails, item 4'],
    ['mails[3]/render', 'Render, item 4'],
    ['mails[0]/parts[1]/render', 'Render, item 1.2'],
  ])('%s is called %s', (path, name) => {
    const names = new Map([['mails', 'Send mails']]);
    const stepName = (wanted: string) => names.get(wanted) ?? 'Render';
    expect(pathName(path, stepName, englishRunStrings)).toBe(name);
  });
});

describe('a loop in the timeline', () => {
  it('is one lane that counts its items, however many there are', () => {
    const lanes = lanesOf(loop(1_000, { failed: [7], running: [998, 999] }));
    expect(lanes).toHaveLength(1);
    expect(lanes[0]).toMatchObject({
      path: 'mails',
      counts: { items: 1_000, succeeded: 997, failed: 1 },
      isOpen: false,
      note: '997 of 1000',
    });
  });

  it('unfolds a part of its items, those that failed and those under way among them, in their order', () => {
    const steps = loop(100, { failed: [90], running: [50] });
    const lanes = lanesOf(steps, { open: new Map([['mails', 4]]) });
    expect(lanes.map(({ path }) => path)).toEqual([
      'mails',
      'mails[0]',
      'mails[1]',
      'mails[50]',
      'mails[90]',
    ]);
    expect(lanes.at(-1)?.more).toEqual({ loop: 'mails', shown: 4, of: 100 });
    expect(lanes.map(({ depth }) => depth)).toEqual([0, 1, 1, 1, 1]);
  });

  it('shows the item that is revealed, unless it was folded away', () => {
    const revealed = 'mails[60]';
    expect(lanesOf(loop(100), { revealed }).map(({ path }) => path)).toContain(revealed);
    expect(lanesOf(loop(100), { revealed, open: new Map([['mails', 0]]) })).toHaveLength(1);
    expect(lanesOf(loop(100), { revealed: 'mails' })).toHaveLength(1);
  });

  it('keeps the steps of a connector below their item, folded until they are asked for', () => {
    const steps = [...loop(2), step('mails[1]/render'), step('mails[1]/send')];
    const open = new Map([['mails', 20]]);
    expect(lanesOf(steps, { open }).map(({ path, isOpen }) => [path, isOpen])).toEqual([
      ['mails', true],
      ['mails[0]', undefined],
      ['mails[1]', false],
    ]);
    const unfolded = lanesOf(steps, { open: new Map([...open, ['mails[1]', 20]]) });
    expect(unfolded.map(({ path }) => path)).toEqual([
      'mails',
      'mails[0]',
      'mails[1]',
      'mails[1]/render',
      'mails[1]/send',
    ]);
  });

  it('that did all it had to shows its time, one with failures how many succeeded', () => {
    const ended = (failed: number[]) => {
      const [own, ...items] = loop(3, { failed });
      return lanesOf([{ ...own!, status: 'succeeded', durationMs: 40 }, ...items])[0]?.note;
    };
    expect(ended([])).toBe('40 ms');
    expect(ended([1])).toBe('2 of 3');
  });

  it('over an empty list has nothing to unfold', () => {
    expect(lanesOf([step('mails', { items: 0 })])[0]).toMatchObject({ counts: { items: 0 } });
    expect(lanesOf([step('mails', { items: 0 })])[0]).not.toHaveProperty('isOpen');
  });
});

describe('the items of a loop', () => {
  it('are picked in order where all of them fit', () => {
    const { childrenOf } = stepTreeOf(run([...loop(3)].reverse()).steps);
    expect(pickItems(childrenOf('mails'), 5).map(({ path }) => path)).toEqual([
      'mails[0]',
      'mails[1]',
      'mails[2]',
    ]);
  });

  it('are arranged once for as long as the steps stay the same', () => {
    const { steps } = run(loop(3));
    expect(stepTreeOf(steps)).toBe(stepTreeOf(steps));
    expect(stepTreeOf({ ...steps })).not.toBe(stepTreeOf(steps));
  });
});

describe('the log of a run', () => {
  const textsOf = (steps: readonly StepState[]) =>
    logOf(run(steps), (path) => (path.startsWith('mails') ? 'Mails' : path)).map(({ text }) => text);

  it('names the item of each line', () => {
    const failed = { code: 'action_failed' as const, message: 'The mailbox is full.' };
    const steps = [step('mails[2]', { status: 'failed', startedAt: START, error: failed })];
    expect(textsOf(steps)).toEqual([
      'The run started.',
      'Mails, item 3 started.',
      'Mails, item 3 failed: The mailbox is full.',
    ]);
  });

  it('tells the end of a loop after those of its items, also within the same millisecond', () => {
    const done = { status: 'succeeded' as const, startedAt: START, finishedAt: START, durationMs: 0 };
    expect(textsOf([step('mails', { ...done, items: 1 }), step('mails[0]', done)])).toEqual([
      'The run started.',
      'Mails started.',
      'Mails, item 1 started.',
      'Mails, item 1 succeeded in 0 ms.',
      'Mails succeeded in 0 ms.',
    ]);
  });

  it('says what a step waits for, and says a retry once', () => {
    const until = START + 10_000;
    const pause = step('pause', { status: 'waiting', startedAt: START, waiting: { until, reason: 'wait' } });
    expect(textsOf([pause]).at(-1)).toMatch(/^pause waits until .+, then goes on\.$/);
    const error = { code: 'timeout' as const, message: 'No answer in time.' };
    const retried = step('get', {
      status: 'waiting',
      startedAt: START,
      waiting: { until, reason: 'retry' },
      attempts: [{ number: 1, startedAt: START, durationMs: 5, error, retryInMs: 10_000 }],
    });
    expect(textsOf([retried]).slice(2)).toEqual([
      'get: Attempt 1 → No answer in time.',
      'get: attempt 2 follows in 10.0 s.',
    ]);
  });

  it('says which way a branch took, which page was asked for, and what only looked', () => {
    const way = step('size', { startedAt: START, finishedAt: START + 1, durationMs: 1, case: 'large' });
    expect(textsOf([way])).toContain('size took the way “large”.');
    const request = { method: 'GET', url: 'https://api.example.com/x', headers: {} };
    const pages = step('list', {
      attempts: [
        { number: 1, startedAt: START, durationMs: 5, request, page: 2 },
        { number: 2, startedAt: START, durationMs: 5, request, reconcile: true },
      ],
    });
    expect(textsOf([pages]).slice(1)).toEqual([
      'list (page 2): GET https://api.example.com/x → 5 ms',
      'list (looked whether it took effect): GET https://api.example.com/x → 5 ms',
    ]);
  });
});
