import { describe, expect, it } from 'vitest';
import { initialRunState, type RunEvent, type RunState } from '../../src/engine/index.js';
import { followRun } from '../../src/executions/follow-run.js';

const events: RunEvent[] = [
  { seq: 1, at: 1_000, type: 'run_started', input: {} },
  { seq: 2, at: 1_001, type: 'step_started', step: 'a' },
  { seq: 3, at: 1_002, type: 'step_succeeded', step: 'a', output: 1, durationMs: 1 },
  { seq: 4, at: 1_003, type: 'run_succeeded', output: 1, durationMs: 3 },
];

/** Follows scripted events with frames that come when they are asked for. */
function follow(script: () => AsyncIterable<RunEvent>) {
  const frames: (() => void)[] = [];
  const states: RunState[] = [];
  let stop = () => {};
  const ended = new Promise<unknown>((resolve) => {
    stop = followRun(initialRunState(), {
      events: script,
      nextFrame: (callback) => frames.push(callback),
      onState: (run) => states.push(run),
      onEnd: (error) => resolve(error),
    });
  });
  return { frames, states, ended, stop };
}

async function* all(list: readonly RunEvent[]) {
  yield* list;
}

describe('followRun', () => {
  it('paints once per frame however many events came, and once more at the end', async () => {
    const followed = follow(() => all(events));
    expect(await followed.ended).toBeUndefined();
    expect(followed.frames).toHaveLength(1);
    expect(followed.states).toHaveLength(1);
    expect(followed.states[0]).toMatchObject({ status: 'succeeded', seq: 4 });
    expect(followed.states[0]?.steps.a).toMatchObject({ status: 'succeeded', output: 1 });
  });

  it('takes an event that comes twice once', async () => {
    const followed = follow(() => all([...events.slice(0, 3), ...events.slice(1)]));
    await followed.ended;
    expect(followed.states.at(-1)).toMatchObject({ status: 'succeeded', seq: 4 });
  });

  it('says why the events ended early', async () => {
    async function* broken() {
      yield* events.slice(0, 2);
      throw new Error('The line is dead.');
    }
    expect(await follow(broken).ended).toEqual(new Error('The line is dead.'));
  });

  it('is silent once it is stopped', async () => {
    let release = () => {};
    async function* slow() {
      yield* events.slice(0, 1);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      yield* events.slice(1);
    }
    const followed = follow(slow);
    await new Promise((resolve) => setTimeout(resolve));
    followed.stop();
    release();
    for (const frame of followed.frames) frame();
    await new Promise((resolve) => setTimeout(resolve));
    expect(followed.states).toEqual([]);
  });
});
