import { describe, expect, it } from 'vitest';
import { formatMoment } from '../../src/runs/moment.js';
import { waitsUntil } from '../../src/runs/waits-until.js';
import { run, step } from './runs.js';

const noon = new Date(2026, 0, 5, 12, 0, 0).getTime();

describe('a moment', () => {
  it.each([
    ['near now has its seconds', noon + 20_000, '12:00:20'],
    ['later today is a time of day', noon + 7_500_000, '14:05'],
    ['of another day has its date', noon + 86_400_000, '6 Jan 2026, 12:00'],
  ])('%s', (_, at, text) => {
    expect(formatMoment(at, noon, 'en-GB')).toBe(text);
  });
});

describe('a run that was put down goes on', () => {
  const waits = (path: string, until: number) =>
    step(path, { status: 'waiting', waiting: { until, reason: 'wait' } });

  it('when it said', () => {
    expect(waitsUntil(run([waits('a', 5)], { status: 'waiting', waitingUntil: 7 }))).toBe(7);
  });

  it('or else when the first of its steps does', () => {
    expect(waitsUntil(run([waits('a', 9), waits('b', 5), step('c')], { status: 'waiting' }))).toBe(5);
    expect(waitsUntil(run([step('c')]))).toBeUndefined();
  });
});
