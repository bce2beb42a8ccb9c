import {
  type AttemptRecord,
  type Graph,
  type Instant,
  type RunState,
  type RunStatus,
  type StepPath,
  type StepState,
  unreachable,
} from '../engine/index.js';
import { formatBytes, formatDuration } from './duration.js';
import { formatMoment } from './moment.js';
import { pathName } from './path-name.js';
import { englishRunStrings, type RunStrings } from './run-strings.js';
import { reasonOf, stepIn } from './skip-reason.js';
import { stepTreeOf } from './step-tree.js';
import { wayName } from './way-name.js';

export interface LogLine {
  at: Instant;
  tone: 'plain' | 'good' | 'bad' | 'waiting';
  text: string;
  step?: StepPath;
}

export interface LogOptions {
  strings?: RunStrings | undefined;
  /** The graph that a step stands in: its ways are called by their names then, and a skipped step says why. */
  graphAt?: ((path: StepPath) => Graph | undefined) | undefined;
}

/** What happened in a run, in words and in the order of time. */
export function logOf(
  run: RunState,
  stepName: (path: StepPath) => string,
  { strings = englishRunStrings, graphAt = () => undefined }: LogOptions = {},
): LogLine[] {
  const lines: LogLine[] = [];
  if (run.startedAt !== undefined)
    lines.push({ at: run.startedAt, tone: 'plain', text: strings.logRunStarted });
  const { roots, childrenOf } = stepTreeOf(run.steps);
  const tell = (step: StepState) => {
    const { during, ends } = linesOf(step, {
      name: pathName(step.path, stepName, strings),
      run,
      graph: graphAt(step.path),
      strings,
    });
    for (const line of during) lines.push(line);
    for (const inside of childrenOf(step.path)) tell(inside);
    for (const line of ends) lines.push(line);
  };
  for (const step of roots) tell(step);
  // A stable sort keeps the order of lines of the same millisecond: what lies inside of a step ends before it.
  lines.sort((a, b) => a.at - b.at);
  const end = endLine(run, strings);
  return end ? [...lines, end] : lines;
}

interface LineContext {
  name: string;
  run: RunState;
  graph: Graph | undefined;
  strings: RunStrings;
}

/** The lines of a step up to where it stands, and those that say so, which come after those of what lies inside of it. */
function linesOf(
  step: StepState,
  { name, run, graph, strings }: LineContext,
): { during: LogLine[]; ends: LogLine[] } {
  const lines: LogLine[] = [];
  const add = (at: Instant | undefined, tone: LogLine['tone'], text: string) => {
    if (at !== undefined) lines.push({ at, tone, text, step: step.path });
  };
  add(step.startedAt, 'plain', strings.logStarted(name));
  let reached = step.startedAt ?? step.queuedAt;
  for (const attempt of step.attempts) {
    reached = attempt.startedAt + attempt.durationMs;
    add(reached, attempt.error ? 'bad' : 'plain', attemptText(attempt, name, strings));
    if (attempt.retryInMs !== undefined) {
      add(reached, 'waiting', strings.logRetry(name, attempt.number + 1, formatDuration(attempt.retryInMs)));
    }
  }
  const begun = lines.length;
  const end = step.finishedAt ?? step.startedAt ?? step.queuedAt;
  switch (step.status) {
    case 'succeeded':
      if (step.case !== undefined)
        add(end, 'plain', strings.logWay(name, wayName(stepIn(graph, step.path), step.case, strings)));
      add(end, 'good', strings.logSucceeded(name, formatDuration(step.durationMs ?? 0)));
      break;
    case 'failed':
      add(end, 'bad', strings.logFailed(name, step.error?.message));
      break;
    case 'skipped':
      add(end, 'plain', strings.logSkipped(name, reasonOf(step, { run, graph, strings })));
      break;
    case 'cancelled':
      add(end, 'waiting', strings.logCancelled(name));
      break;
    case 'waiting': {
      // What waits for its next attempt has said so with the last one.
      if (step.waiting === undefined || reached === undefined) break;
      const { reason, until } = step.waiting;
      if (reason === 'retry' && step.attempts.at(-1)?.retryInMs !== undefined) break;
      add(reached, 'waiting', strings.logWaits(name, reason, formatMoment(until, reached)));
      break;
    }
    case 'queued':
    case 'running':
      break;
    default:
      unreachable(step.status);
  }
  return { during: lines.slice(0, begun), ends: lines.slice(begun) };
}

function attemptText(attempt: AttemptRecord, name: string, strings: RunStrings): string {
  const { request, response, error, page, reconcile } = attempt;
  const asked = request ? `${request.method} ${request.url}` : strings.attempt(attempt.number);
  const took = formatDuration(attempt.durationMs);
  const answer = response ? `${response.status} in ${took}, ${formatBytes(response.size)}` : undefined;
  const about = [page !== undefined && strings.page(page), reconcile && strings.reconcile].filter(Boolean);
  const who = about.length === 0 ? name : `${name} (${about.join(', ')})`;
  return strings.logAttempt(who, asked, answer ?? (error ? error.message : took));
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
