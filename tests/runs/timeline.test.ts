import { describe, expect, it } from 'vitest';
import type { AttemptRecord, RunState, WaitReason } from '../../src/engine/index.js';
import { formatMoment } from '../../src/runs/moment.js';
import { timelineOf } from '../../src/runs/timeline.js';
import { attempt, run, START, step } from './runs.js';

const refused = { code: 'http_status' as const, message: 'The server answered 503.' };

describe('timelineOf', () => {
  it('lays attempts and the wait between them on one lane, in percent of the run', () => {
    const timeline = timelineOf(
      run(
        [
          step('orders', {
            startedAt: START,
            finishedAt: START + 1_000,
            durationMs: 1_000,
            attempts: [attempt(1, 0, 200, { error: refused, retryInMs: 300 }), attempt(2, 500, 500)],
          }),
        ],
        { status: 'succeeded', finishedAt: START + 1_000, durationMs: 1_000 },
      ),
      START + 99_000,
    );
    expect(timeline.lengthMs).toBe(1_000);
    expect(timeline.lanes[0]?.bars.map(({ kind, left, width }) => [kind, left, width])).toEqual([
      ['failed-attempt', 0, 20],
      ['retry-gap', 20, 30],
      ['succeeded', 50, 50],
    ]);
    expect(timeline.lanes[0]?.note).toBe('2 tries');
  });

  it('grows with the clock while the run does, and says how long a step has run', () => {
    const running = run([step('user', { status: 'running', startedAt: START + 500 })]);
    const lane = timelineOf(running, START + 2_000).lanes[0];
    expect(lane?.bars.map(({ kind, left, width }) => [kind, left, width])).toEqual([['running', 25, 75]]);
    expect(lane?.note).toBe('1.5 s');
  });

  it('says when the next attempt comes while it waits for it', () => {
    const waiting = run([
      step('user', {
        status: 'running',
        startedAt: START,
        attempts: [attempt(1, 0, 100, { error: refused, retryInMs: 2_000 })],
      }),
    ]);
    const lane = timelineOf(waiting, START + 600).lanes[0];
    expect(lane?.note).toBe('retry in 1.5 s');
    expect(lane?.bars.map((bar) => bar.kind)).toEqual(['failed-attempt', 'retry-gap']);
  });

  it('shows the last attempt of a failed step as the failure', () => {
    const failed = run(
      [
        step('ship', {
          status: 'failed',
          startedAt: START,
          durationMs: 300,
          attempts: [
            attempt(1, 0, 100, { error: refused, retryInMs: 100 }),
            attempt(2, 200, 100, { error: refused }),
          ],
        }),
      ],
      { status: 'failed', finishedAt: START + 300 },
    );
    expect(timelineOf(failed, START).lanes[0]?.bars.map((bar) => bar.kind)).toEqual([
      'failed-attempt',
      'retry-gap',
      'failed',
    ]);
  });

  it('puts the steps inside a connector step below it, indented, wherever their events came', () => {
    const nested = run([
      step('user'),
      step('shipment', { status: 'running', startedAt: START }),
      step('mail', { status: 'queued' }),
      step('shipment/quote'),
      step('shipment/book', { status: 'running', startedAt: START }),
    ]);
    expect(timelineOf(nested, START + 10).lanes.map((lane) => [lane.path, lane.depth])).toEqual([
      ['user', 0],
      ['shipment', 0],
      ['shipment/quote', 1],
      ['shipment/book', 1],
      ['mail', 0],
    ]);
  });

  it.each([
    ['queued', 'queued'],
    ['skipped', 'skipped'],
    ['cancelled', 'cancelled'],
  ] as const)('a %s step has no time: its note is "%s"', (status, note) => {
    const lane = timelineOf(run([step('a', { status })]), START + 10).lanes[0];
    expect(lane?.note).toBe(note);
    expect(lane?.bars).toEqual([]);
  });

  it('shows the steps it has not come to: as still to come while it runs, as not reached once it ended', () => {
    const steps = [step('a', { status: 'failed', startedAt: START, durationMs: 5 })];
    const lanes = (more: object) => timelineOf(run(steps, more), START + 10, { expected: ['a', 'b'] }).lanes;
    expect(lanes({}).map((lane) => [lane.path, lane.note])).toEqual([
      ['a', '5 ms'],
      ['b', 'not yet'],
    ]);
    expect(lanes({ status: 'failed', finishedAt: START + 5 })[1]?.note).toBe('not reached');
  });

  it('never leaves the track when the clock here is behind the one of the server', () => {
    const early = run([step('a', { status: 'running', startedAt: START + 400 })]);
    for (const lane of timelineOf(early, START - 5_000).lanes) {
      for (const bar of lane.bars) {
        expect(bar.left).toBeGreaterThanOrEqual(0);
        expect(bar.left + bar.width).toBeLessThanOrEqual(100.001);
      }
      expect(lane.note).toBe('0.0 s');
    }
  });

  it('says what a waiting step waits for: what is left of a short wait, and of a long one until when', () => {
    const waiting = (until: number, reason: WaitReason) =>
      run([step('a', { status: 'waiting', startedAt: START, waiting: { until, reason } })]);
    const note = (value: RunState) => timelineOf(value, START + 2_000).lanes[0]?.note;
    expect(note(waiting(START + 5_500, 'wait'))).toBe('3.5 s left');
    expect(note(waiting(START + 5_500, 'retry'))).toBe('retry in 3.5 s');
    expect(note(waiting(START + 5_500, 'poll'))).toBe('asks in 3.5 s');
    expect(note(waiting(START + 300_000, 'poll'))).toBe(
      `until ${formatMoment(START + 300_000, START + 2_000)}`,
    );
    expect(timelineOf(waiting(START + 5_500, 'wait'), START + 2_000).lanes[0]?.bars).toMatchObject([
      { kind: 'waiting', left: 0, width: 100 },
    ]);
  });

  it('goes on growing while the whole run waits', () => {
    const parked = run([], { status: 'waiting', waitingUntil: START + 900_000 });
    expect(timelineOf(parked, START + 60_000).lengthMs).toBe(60_000);
  });

  it('counts as tries only the same again after a failure; pages and questions are told as such', () => {
    const note = (attempts: AttemptRecord[]) =>
      timelineOf(run([step('a', { attempts, startedAt: START, durationMs: 9 })]), START).lanes[0]?.note;
    expect(note([attempt(1, 0, 1, { error: refused }), attempt(2, 2, 1)])).toBe('2 tries');
    expect(note([attempt(1, 0, 1, { page: 1 }), attempt(1, 2, 1, { page: 2 })])).toBe('2 pages');
    expect(note([attempt(1, 0, 1), attempt(1, 2, 1), attempt(1, 4, 1)])).toBe('3 requests');
  });

  it('draws the wait between two questions as a wait', () => {
    const polled = run(
      [step('a', { startedAt: START, attempts: [attempt(1, 0, 100), attempt(1, 900, 100)] })],
      { status: 'succeeded', finishedAt: START + 1_000 },
    );
    expect(timelineOf(polled, START).lanes[0]?.bars.map((bar) => bar.kind)).toEqual([
      'succeeded',
      'waiting',
      'succeeded',
    ]);
  });

  it('marks time at round steps', () => {
    const long = run([], { status: 'succeeded', finishedAt: START + 3_420 });
    expect(timelineOf(long, START).ticks.map((tick) => tick.label)).toEqual(['0', '1 s', '2 s', '3 s']);
  });
});
