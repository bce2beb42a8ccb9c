import { describe, expect, test } from 'vitest';
import type { Graph, RunEventBody } from '#engine';
import { createProgress } from '../../api/cli/progress.js';

const graph: Graph = {
  steps: [
    {
      id: 'size',
      type: 'branch',
      name: 'How large?',
      cases: [{ id: 'large', name: 'Large order', when: { all: [] } }],
    },
    { id: 'pause', type: 'wait', name: 'Breathe', for: { seconds: 90 } },
    {
      id: 'mails',
      type: 'action',
      name: 'Send mails',
      action: 'mail',
      forEach: { items: '{{input.people}}' },
    },
  ],
};

function linesOf(bodies: readonly RunEventBody[]): string[] {
  const lines: string[] = [];
  const progress = createProgress(graph, (_, sign, text) => lines.push(`${sign} ${text}`));
  bodies.forEach((body, index) => {
    progress({ ...body, seq: index + 1, at: 1_000 });
  });
  return lines;
}

const itemEnds = (count: number, failed: readonly number[] = []): RunEventBody[] =>
  Array.from({ length: count }, (_, index): RunEventBody => {
    const step = `mails[${index}]`;
    if (!failed.includes(index)) return { type: 'step_succeeded', step, output: null, durationMs: 1 };
    const error = { code: 'action_failed' as const, message: `Mailbox ${index} is full.` };
    return { type: 'step_failed', step, error, durationMs: 1, handled: false };
  });
const loopEnds: RunEventBody = { type: 'step_succeeded', step: 'mails', output: [], durationMs: 2_500 };

describe('the progress of a run', () => {
  test('tells an attempt that failed and is made again, and not an answer that is polled', () => {
    const attempt = { number: 1, startedAt: 0, durationMs: 5, retryInMs: 500 };
    const error = { code: 'timeout' as const, message: 'No answer in time.' };
    const step = 'pause';
    const bodies: RunEventBody[] = [
      { type: 'step_attempted', step, attempt: { ...attempt, error } },
      { type: 'step_attempted', step, attempt },
      { type: 'step_waiting', step, waiting: { until: 1_500, reason: 'poll' } },
    ];
    expect(linesOf(bodies)).toEqual([
      '↻ Breathe  No answer in time. Again in 500 ms.',
      '… Breathe  is not done; asks again in 500 ms',
    ]);
  });

  test('says which field failed, unless the message does', () => {
    const fails = (message: string): RunEventBody => ({
      type: 'step_failed',
      step: 'pause',
      error: { code: 'expression', message, path: 'for.seconds' },
      durationMs: 1,
      handled: false,
    });
    expect(linesOf([fails('multiply needs a number.'), fails('for.seconds must be a number.')])).toEqual([
      '✗ Breathe  multiply needs a number. (for.seconds)',
      '✗ Breathe  for.seconds must be a number.',
    ]);
  });

  test('says which way a branch took, by the name of its case', () => {
    const took = (taken: string): RunEventBody => ({
      type: 'step_succeeded',
      step: 'size',
      output: null,
      durationMs: 2,
      case: taken,
    });
    expect(linesOf([took('large'), took('else')])).toEqual([
      '✓ How large?  → Large order  2 ms',
      '✓ How large?  → else  2 ms',
    ]);
  });

  test('says how long a step waits; the wait before another attempt is said with the attempt', () => {
    const waits = (reason: 'wait' | 'poll' | 'retry'): RunEventBody => ({
      type: 'step_waiting',
      step: 'pause',
      waiting: { until: 91_000, reason },
    });
    expect(linesOf([waits('wait'), waits('poll'), waits('retry')])).toEqual([
      '… Breathe  waits 2 min',
      '… Breathe  is not done; asks again in 2 min',
    ]);
  });

  test('counts the items of a loop and has no line for each', () => {
    const events: RunEventBody[] = [
      { type: 'step_started', step: 'mails', items: 12 },
      ...itemEnds(12),
      loopEnds,
    ];
    expect(linesOf(events)).toEqual(['✓ Send mails  12 items  2.5 s']);
  });

  test('tells the first failures of a loop, and counts the rest', () => {
    const failed = [0, 1, 2, 3, 4, 5, 6, 7];
    const events: RunEventBody[] = [
      { type: 'step_started', step: 'mails', items: 12 },
      ...itemEnds(12, failed),
      loopEnds,
    ];
    expect(linesOf(events)).toEqual([
      ...failed.slice(0, 5).map((index) => `✗ Send mails › ${index + 1}  Mailbox ${index} is full.`),
      '✓ Send mails  12 items, 8 failed  2.5 s',
    ]);
  });

  test('a long loop says after each tenth how far it is', () => {
    const events: RunEventBody[] = [{ type: 'step_started', step: 'mails', items: 100 }, ...itemEnds(35)];
    expect(linesOf(events)).toEqual([
      '… Send mails  10 of 100 items',
      '… Send mails  20 of 100 items',
      '… Send mails  30 of 100 items',
    ]);
  });

  test('steps of a connector that runs for each item have no lines of their own', () => {
    const inner: RunEventBody = {
      type: 'step_succeeded',
      step: 'mails[3]/send',
      output: null,
      durationMs: 1,
    };
    expect(linesOf([{ type: 'step_started', step: 'mails', items: 12 }, inner])).toEqual([]);
  });
});
