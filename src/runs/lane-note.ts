import {
  type AttemptRecord,
  type Instant,
  type StepState,
  unreachable,
  type Waiting,
} from '../engine/index.js';
import { formatDuration, formatElapsed } from './duration.js';
import { formatMoment } from './moment.js';
import type { RunStrings } from './run-strings.js';
import type { LoopCounts } from './step-tree.js';

/** The text at a lane's right: a time, a number of tries, or why there is no time. */
export function noteOf(
  step: StepState,
  now: Instant,
  { counts, strings }: { counts: LoopCounts | undefined; strings: RunStrings },
): string {
  switch (step.status) {
    case 'queued':
      return strings.queued;
    case 'skipped':
      return strings.skipped;
    case 'cancelled':
      return strings.cancelled;
    case 'waiting':
      return step.waiting ? waitNote(step.waiting, now, strings) : strings.waits;
    case 'running': {
      if (counts) return strings.itemsDone(counts.succeeded, counts.items);
      const wait = retryWait(step, now);
      if (wait !== undefined) return strings.retryIn(formatElapsed(wait));
      return formatElapsed(now - (step.startedAt ?? now));
    }
    default:
      if (counts && counts.failed > 0) return strings.itemsDone(counts.succeeded, counts.items);
      return attemptsNote(step.attempts, strings) ?? formatDuration(step.durationMs ?? 0);
  }
}

/** From so far off on, a time of day says more than what is left. */
const FAR_MS = 60_000;

function waitNote({ until, reason }: Waiting, now: Instant, strings: RunStrings): string {
  const left = until - now;
  if (left >= FAR_MS) return strings.untilMoment(formatMoment(until, now));
  const time = formatElapsed(left);
  switch (reason) {
    case 'wait':
      return strings.timeLeft(time);
    case 'poll':
      return strings.asksIn(time);
    case 'retry':
      return strings.retryIn(time);
    default:
      return unreachable(reason);
  }
}

/** Milliseconds until the next attempt, while the step waits for it. */
function retryWait(step: StepState, now: Instant): number | undefined {
  const last = step.attempts.at(-1);
  if (last?.retryInMs === undefined) return undefined;
  const left = last.startedAt + last.durationMs + last.retryInMs - now;
  return left > 0 ? left : undefined;
}

/** What several attempts were for: the same again after a failure, the pages of a list, or asking until it is done. */
export function attemptsNote(attempts: readonly AttemptRecord[], strings: RunStrings): string | undefined {
  if (attempts.length <= 1) return undefined;
  const pages = attempts.reduce((most, { page = 0 }) => Math.max(most, page), 0);
  if (pages > 1) return strings.pages(pages);
  const isRetry = attempts.slice(0, -1).every(({ error }) => error !== undefined);
  return isRetry ? strings.tries(attempts.length) : strings.requests(attempts.length);
}
