import {
  type Instant,
  type RunState,
  type RunStatus,
  type StepPath,
  type StepState,
  unreachable,
} from '../engine/index.js';
import { formatBytes, formatDuration } from './duration.js';
import { englishRunStrings, type RunStrings } from './run-strings.js';

export interface LogLine {
  at: Instant;
  tone: 'plain' | 'good' | 'bad' | 'waiting';
  text: string;
  step?: StepPath;
}

/** What happened in a run, in words and in the order of time. */
export function logOf(
  run: RunState,
  stepName: (path: StepPath) => string,
  strings: RunStrings = englishRunStrings,
): LogLine[] {
  const lines: LogLine[] = [];
  if (run.startedAt !== undefined)
    lines.push({ at: run.startedAt, tone: 'plain', text: strings.logRunStarted });
  for (const step of Object.values(run.steps)) lines.push(...linesOf(step, stepName(step.path), strings));
  // A stable sort keeps the order of lines of the same millisecond.
  lines.sort((a, b) => a.at - b.at);
  const end = endLine(run, strings);
  return end ? [...lines, end] : lines;
}

function linesOf(step: StepState, name: string, strings: RunStrings): LogLine[] {
  const lines: LogLine[] = [];
  const add = (at: Instant | undefined, tone: LogLine['tone'], text: string) => {
    if (at !== undefined) lines.push({ at, tone, text, step: step.path });
  };
  add(step.startedAt, 'plain', strings.logStarted(name));
  for (const attempt of step.attempts) {
    const { request, response, error } = attempt;
    const asked = request ? `${request.method} ${request.url}` : strings.attempt(attempt.number);
    const took = formatDuration(attempt.durationMs);
    const answer = response ? `${response.status} in ${took}, ${formatBytes(response.size)}` : undefined;
    const outcome = answer ?? (error ? error.message : took);
    const ended = attempt.startedAt + attempt.durationMs;
    add(ended, error ? 'bad' : 'plain', strings.logAttempt(name, asked, outcome));
    if (attempt.retryInMs !== undefined) {
      add(ended, 'waiting', strings.logRetry(name, attempt.number + 1, formatDuration(attempt.retryInMs)));
    }
  }
  const end = step.finishedAt ?? step.startedAt ?? step.queuedAt;
  switch (step.status) {
    case 'succeeded':
      add(end, 'good', strings.logSucceeded(name, formatDuration(step.durationMs ?? 0)));
      break;
    case 'failed':
      add(end, 'bad', strings.logFailed(name, step.error?.message));
      break;
    case 'skipped':
      add(end, 'plain', strings.logSkipped(name, step.reason));
      break;
    case 'cancelled':
      add(end, 'waiting', strings.logCancelled(name));
      break;
    case 'queued':
    case 'running':
      break;
    default:
      unreachable(step.status);
  }
  return lines;
}

const endTones: Readonly<Partial<Record<RunStatus, LogLine['tone']>>> = {
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'waiting',
};

function endLine({ finishedAt, durationMs, status }: RunState, strings: RunStrings): LogLine | undefined {
  const tone = endTones[status];
  if (finishedAt === undefined || tone === undefined) return undefined;
  return { at: finishedAt, tone, text: strings.logRunEnded(status, formatDuration(durationMs ?? 0)) };
}
