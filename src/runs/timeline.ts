import type { Instant, RunState, StepPath, StepState, StepStatus } from '../engine/index.js';
import { formatDuration, formatElapsed } from './duration.js';
import { englishRunStrings, type RunStrings } from './run-strings.js';

type BarKind = 'succeeded' | 'failed' | 'failed-attempt' | 'running' | 'retry-gap' | 'cancelled';

/** A stretch of a lane, in percent of the timeline's length. */
export interface Bar {
  kind: BarKind;
  left: number;
  width: number;
  /** What the bar stands for, in words. */
  title: string;
}

export interface Lane {
  path: StepPath;
  /** 0 for a step of the graph itself, 1 for a step inside a connector, and so on. */
  depth: number;
  status: StepStatus;
  bars: Bar[];
  /** The text at the right: a time, a number of tries, or why there is no time. */
  note: string;
}

interface Tick {
  left: number;
  label: string;
}

export interface Timeline {
  lengthMs: number;
  ticks: Tick[];
  lanes: Lane[];
}

/** Shortest span a timeline shows, so that a run's first moments don't fill it. */
const SHORTEST_MS = 100;
/** A bar this narrow is still seen, in percent. */
const NARROWEST = 0.6;

export interface TimelineOptions {
  /** Steps that the run should come to: those it hasn't have an empty lane at the end. */
  expected?: readonly StepPath[] | undefined;
  strings?: RunStrings | undefined;
}

/**
 * Lays a run out over time. `now` is where what still runs ends; a clock behind the server's counts as "just now".
 */
export function timelineOf(run: RunState, now: Instant, options: TimelineOptions = {}): Timeline {
  const { expected = [], strings = englishRunStrings } = options;
  const steps = inOrder(Object.values(run.steps));
  const start = startOf(run, steps);
  const end = Math.max(endOf(run, steps, now), start);
  const lengthMs = Math.max(end - start, SHORTEST_MS);
  const scale: Scale = (at) => (Math.min(Math.max(at - start, 0), lengthMs) / lengthMs) * 100;
  const live = run.status === 'running' || run.status === 'queued';
  return {
    lengthMs,
    ticks: ticksOf(lengthMs),
    lanes: [
      ...steps.map((step) => ({
        path: step.path,
        depth: step.path.split('/').length - 1,
        status: step.status,
        bars: barsOf(step, live ? Math.max(now, start) : end, { scale, strings }),
        note: noteOf(step, live ? now : end, strings),
      })),
      ...expected
        .filter((path) => !Object.hasOwn(run.steps, path))
        .map(
          (path): Lane => ({
            path,
            depth: 0,
            status: 'queued',
            bars: [],
            note: live ? strings.waiting : strings.notReached,
          }),
        ),
    ],
  };
}

type Scale = (at: Instant) => number;

/** Steps in the order in which they appeared, each with the steps inside it right below. */
function inOrder(steps: readonly StepState[]): StepState[] {
  const known = new Set(steps.map((step) => step.path));
  const children = new Map<StepPath, StepState[]>();
  const roots: StepState[] = [];
  for (const step of steps) {
    const parent = parentOf(step.path);
    if (parent === undefined || !known.has(parent)) roots.push(step);
    else children.set(parent, [...(children.get(parent) ?? []), step]);
  }
  const flatten = (step: StepState): StepState[] => [
    step,
    ...(children.get(step.path) ?? []).flatMap(flatten),
  ];
  return roots.flatMap(flatten);
}

function parentOf(path: StepPath): StepPath | undefined {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? undefined : path.slice(0, slash);
}

function startOf(run: RunState, steps: readonly StepState[]): Instant {
  if (run.startedAt !== undefined) return run.startedAt;
  const starts = steps.map((step) => step.startedAt ?? Number.POSITIVE_INFINITY);
  const first = Math.min(...starts);
  return Number.isFinite(first) ? first : 0;
}

function endOf(run: RunState, steps: readonly StepState[], now: Instant): Instant {
  if (run.finishedAt !== undefined) return run.finishedAt;
  if (run.status === 'running') return now;
  return Math.max(0, ...steps.map((step) => step.finishedAt ?? step.startedAt ?? 0));
}

function barsOf(step: StepState, now: Instant, drawn: { scale: Scale; strings: RunStrings }): Bar[] {
  const { scale, strings } = drawn;
  const bars: Bar[] = [];
  const add = (kind: BarKind, from: Instant, to: Instant, title: string) => {
    const left = Math.min(scale(from), 100 - NARROWEST);
    bars.push({ kind, left, width: Math.max(scale(to) - left, NARROWEST), title });
  };
  let reached = step.startedAt;
  for (const [index, attempt] of step.attempts.entries()) {
    const ended = attempt.startedAt + attempt.durationMs;
    const last = index === step.attempts.length - 1;
    const kind = attempt.error
      ? last && step.status === 'failed'
        ? 'failed'
        : 'failed-attempt'
      : 'succeeded';
    add(
      kind,
      attempt.startedAt,
      ended,
      strings.attemptTook(attempt.number, formatDuration(attempt.durationMs)),
    );
    reached = ended;
    if (attempt.retryInMs === undefined) continue;
    const next = step.attempts[index + 1]?.startedAt ?? ended + attempt.retryInMs;
    const until = step.status === 'running' ? Math.min(next, Math.max(now, ended)) : next;
    add('retry-gap', ended, until, strings.waitsBeforeNext(formatDuration(attempt.retryInMs)));
    reached = next;
  }
  if (step.status === 'running' && reached !== undefined && now >= reached) {
    add('running', reached, now, strings.running);
  } else if (step.attempts.length === 0 && step.startedAt !== undefined && step.finishedAt !== undefined) {
    const kind = finishedKind(step.status);
    if (kind) add(kind, step.startedAt, step.finishedAt, formatDuration(step.finishedAt - step.startedAt));
  }
  return bars;
}

function finishedKind(status: StepStatus): BarKind | undefined {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled' ? status : undefined;
}

function noteOf(step: StepState, now: Instant, strings: RunStrings): string {
  switch (step.status) {
    case 'queued':
      return strings.waiting;
    case 'skipped':
      return strings.skipped;
    case 'cancelled':
      return strings.cancelled;
    case 'running': {
      const wait = retryWait(step, now);
      if (wait !== undefined) return strings.retryIn(formatElapsed(wait));
      return formatElapsed(now - (step.startedAt ?? now));
    }
    default:
      return step.attempts.length > 1
        ? strings.tries(step.attempts.length)
        : formatDuration(step.durationMs ?? 0);
  }
}

/** Milliseconds until the next attempt, while the step waits for it. */
function retryWait(step: StepState, now: Instant): number | undefined {
  const last = step.attempts.at(-1);
  if (last?.retryInMs === undefined) return undefined;
  const left = last.startedAt + last.durationMs + last.retryInMs - now;
  return left > 0 ? left : undefined;
}

/** Three to six ticks at round times. */
function ticksOf(lengthMs: number): Tick[] {
  const rough = lengthMs / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough) ?? rough;
  const ticks: Tick[] = [];
  for (let at = 0; at <= lengthMs * 0.97; at += step) {
    ticks.push({ left: (at / lengthMs) * 100, label: at === 0 ? '0' : tickLabel(at) });
  }
  return ticks;
}

function tickLabel(ms: number): string {
  return ms < 1_000
    ? `${Math.round(ms)} ms`
    : ms < 60_000
      ? `${+(ms / 1_000).toFixed(2)} s`
      : formatDuration(ms);
}
