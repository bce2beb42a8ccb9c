import type { AttemptRecord, Instant, StepState, StepStatus } from '../engine/index.js';
import { formatDuration } from './duration.js';
import type { RunStrings } from './run-strings.js';

type BarKind = 'succeeded' | 'failed' | 'failed-attempt' | 'running' | 'retry-gap' | 'waiting' | 'cancelled';

/** A stretch of a lane, in percent of the timeline's length. */
export interface Bar {
  kind: BarKind;
  left: number;
  width: number;
  /** What the bar stands for, in words. */
  title: string;
}

/** Where an instant lies, in percent. */
export type Scale = (at: Instant) => number;

/** A bar this narrow is still seen, in percent. */
const NARROWEST = 0.6;
/** A step may ask thousands of times; bars beyond these would lie on one another. */
const MAX_ATTEMPTS_DRAWN = 200;

/** A step's attempts and what lies between them. `now` is where what goes on ends. */
export function barsOf(step: StepState, now: Instant, drawn: { scale: Scale; strings: RunStrings }): Bar[] {
  const { scale, strings } = drawn;
  const bars: Bar[] = [];
  const add = (kind: BarKind, from: Instant, to: Instant, title: string) => {
    const left = Math.min(scale(from), 100 - NARROWEST);
    bars.push({ kind, left, width: Math.max(scale(to) - left, NARROWEST), title });
  };
  const goesOn = step.status === 'running' || step.status === 'waiting';
  const attempts = step.attempts.slice(-MAX_ATTEMPTS_DRAWN);
  let reached = step.startedAt;
  for (const [index, attempt] of attempts.entries()) {
    const ended = attempt.startedAt + attempt.durationMs;
    const following = attempts[index + 1];
    const title = strings.attemptTook(attempt.number, formatDuration(attempt.durationMs));
    add(
      kindOf(attempt, following === undefined && step.status === 'failed'),
      attempt.startedAt,
      ended,
      title,
    );
    reached = ended;
    if (attempt.retryInMs !== undefined) {
      const next = following?.startedAt ?? ended + attempt.retryInMs;
      const until = goesOn ? Math.min(next, Math.max(now, ended)) : next;
      add('retry-gap', ended, until, strings.waitsBeforeNext(formatDuration(attempt.retryInMs)));
      reached = next;
    } else if (following && scale(following.startedAt) - scale(ended) > NARROWEST) {
      add('waiting', ended, following.startedAt, strings.waited(formatDuration(following.startedAt - ended)));
    }
  }
  if (goesOn && reached !== undefined && now >= reached) {
    if (step.status === 'waiting') add('waiting', reached, now, strings.waits);
    else add('running', reached, now, strings.running);
  } else if (attempts.length === 0 && step.startedAt !== undefined && step.finishedAt !== undefined) {
    const kind = finishedKind(step.status);
    if (kind) add(kind, step.startedAt, step.finishedAt, formatDuration(step.finishedAt - step.startedAt));
  }
  return bars;
}

function kindOf({ error }: AttemptRecord, isTheFailure: boolean): BarKind {
  if (!error) return 'succeeded';
  return isTheFailure ? 'failed' : 'failed-attempt';
}

function finishedKind(status: StepStatus): BarKind | undefined {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled' ? status : undefined;
}
