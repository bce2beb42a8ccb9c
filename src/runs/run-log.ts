import { type Instant, type RunState, type StepPath, type StepState, unreachable } from '../engine/index.js';
import { formatBytes, formatDuration } from './duration.js';

export interface LogLine {
  at: Instant;
  tone: 'plain' | 'good' | 'bad' | 'waiting';
  text: string;
  step?: StepPath;
}

/** What happened in a run, in words and in the order of time. */
export function logOf(run: RunState, stepName: (path: StepPath) => string): LogLine[] {
  const lines: LogLine[] = [];
  if (run.startedAt !== undefined) lines.push({ at: run.startedAt, tone: 'plain', text: 'The run started.' });
  for (const step of Object.values(run.steps)) lines.push(...linesOf(step, stepName(step.path)));
  // A stable sort keeps the order of lines of the same millisecond.
  lines.sort((a, b) => a.at - b.at);
  const end = endLine(run);
  return end ? [...lines, end] : lines;
}

function linesOf(step: StepState, name: string): LogLine[] {
  const lines: LogLine[] = [];
  const add = (at: Instant | undefined, tone: LogLine['tone'], text: string) => {
    if (at !== undefined) lines.push({ at, tone, text, step: step.path });
  };
  add(step.startedAt, 'plain', `${name} started.`);
  for (const attempt of step.attempts) {
    const { request, response, error } = attempt;
    const asked = request ? `${request.method} ${request.url}` : `attempt ${attempt.number}`;
    const took = formatDuration(attempt.durationMs);
    const answer = response ? `${response.status} in ${took}, ${formatBytes(response.size)}` : undefined;
    const outcome = answer ?? (error ? error.message : took);
    const ended = attempt.startedAt + attempt.durationMs;
    add(ended, error ? 'bad' : 'plain', `${name}: ${asked} → ${outcome}`);
    if (attempt.retryInMs !== undefined) {
      const next = `attempt ${attempt.number + 1} follows in ${formatDuration(attempt.retryInMs)}`;
      add(ended, 'waiting', `${name}: ${next}.`);
    }
  }
  const end = step.finishedAt ?? step.startedAt ?? step.queuedAt;
  switch (step.status) {
    case 'succeeded':
      add(end, 'good', `${name} succeeded in ${formatDuration(step.durationMs ?? 0)}.`);
      break;
    case 'failed':
      add(end, 'bad', `${name} failed: ${step.error?.message ?? 'no reason was recorded.'}`);
      break;
    case 'skipped':
      add(end, 'plain', `${name} was skipped${step.reason ? `: ${step.reason}` : '.'}`);
      break;
    case 'cancelled':
      add(end, 'waiting', `${name} was cancelled.`);
      break;
    case 'queued':
    case 'running':
      break;
    default:
      unreachable(step.status);
  }
  return lines;
}

function endLine(run: RunState): LogLine | undefined {
  if (run.finishedAt === undefined) return undefined;
  const at = run.finishedAt;
  const took = formatDuration(run.durationMs ?? 0);
  if (run.status === 'succeeded') return { at, tone: 'good', text: `The run succeeded in ${took}.` };
  if (run.status === 'cancelled')
    return { at, tone: 'waiting', text: `The run was cancelled after ${took}.` };
  if (run.status === 'failed') return { at, tone: 'bad', text: `The run failed after ${took}.` };
  return undefined;
}
