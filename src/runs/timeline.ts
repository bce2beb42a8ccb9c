import type { Instant, RunState, StepPath, StepState, StepStatus } from '../engine/index.js';
import { formatDuration } from './duration.js';
import { goesOn } from './goes-on.js';
import { noteOf } from './lane-note.js';
import { englishRunStrings, type RunStrings } from './run-strings.js';
import { depthOf, itemIndexOf } from './step-path.js';
import { type LoopCounts, pickItems, type StepTree, stepTreeOf } from './step-tree.js';
import { type Bar, barsOf, type Scale } from './timeline-bars.js';

export interface Lane {
  path: StepPath;
  /** 0 for a step of the graph itself, 1 for a step inside a connector or an item of a loop, and so on. */
  depth: number;
  status: StepStatus;
  bars: Bar[];
  /** The text at the right: a time, a number of tries, or why there is no time. */
  note: string;
  /** Of a loop: how its items stand. */
  counts?: LoopCounts;
  /** Of a loop, and of an item with steps inside: whether those have lanes. Absent: there is nothing to unfold. */
  isOpen?: boolean;
  /** After this lane: of the items that `loop` has so far, only so many have lanes. */
  more?: { loop: StepPath; shown: number; of: number };
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
/** How many items a loop shows when it is unfolded, and how many more each time. */
export const ITEMS_AT_ONCE = 20;

export interface TimelineOptions {
  /** Steps that the run should come to: those it hasn't have an empty lane at the end. */
  expected?: readonly StepPath[] | undefined;
  strings?: RunStrings | undefined;
  /** Loops, and items of loops, that were folded and unfolded: how many lanes each shows; 0: none. */
  open?: ReadonlyMap<StepPath, number> | undefined;
  /** A step that has a lane wherever it lies, unless what it lies in was folded. */
  revealed?: StepPath | undefined;
}

/**
 * Lays a run out over time. `now` is where what still runs ends; a clock behind the server's counts as "just now".
 * The items of a loop have no lanes until it is unfolded.
 */
export function timelineOf(run: RunState, now: Instant, options: TimelineOptions = {}): Timeline {
  const { expected = [], strings = englishRunStrings } = options;
  const tree = stepTreeOf(run.steps);
  const start = startOf(run);
  const end = Math.max(endOf(run, now), start);
  const lengthMs = Math.max(end - start, SHORTEST_MS);
  const scale: Scale = (at) => (Math.min(Math.max(at - start, 0), lengthMs) / lengthMs) * 100;
  const isLive = goesOn(run.status);
  const drawing: Drawing = {
    ...options,
    strings,
    tree,
    scale,
    barsEnd: isLive ? Math.max(now, start) : end,
    noteTime: isLive ? now : end,
  };
  return {
    lengthMs,
    ticks: ticksOf(lengthMs),
    lanes: [
      ...tree.roots.flatMap((step) => lanesOf(step, drawing)),
      ...expected
        .filter((path) => !Object.hasOwn(run.steps, path))
        .map(
          (path): Lane => ({
            path,
            depth: 0,
            status: 'queued',
            bars: [],
            note: isLive ? strings.notYet : strings.notReached,
          }),
        ),
    ],
  };
}

interface Drawing extends TimelineOptions {
  strings: RunStrings;
  tree: StepTree;
  scale: Scale;
  barsEnd: Instant;
  noteTime: Instant;
}

/** A step's lane, and those of what lies inside of it where that is shown. */
function lanesOf(step: StepState, drawing: Drawing): Lane[] {
  const { tree, strings, scale, barsEnd, noteTime } = drawing;
  const counts = tree.countsOf(step.path);
  const inside = tree.childrenOf(step.path);
  const canFold = inside.length > 0 && (counts !== undefined || itemIndexOf(step.path) !== undefined);
  const shown = canFold ? shownOf(step.path, drawing) : inside.length;
  const lane: Lane = {
    path: step.path,
    depth: depthOf(step.path),
    status: step.status,
    bars: barsOf(step, barsEnd, { scale, strings }),
    note: noteOf(step, noteTime, { counts, strings }),
    ...(counts && { counts }),
    ...(canFold && { isOpen: shown > 0 }),
  };
  if (shown === 0) return [lane];
  if (!counts) return [lane, ...inside.flatMap((each) => lanesOf(each, drawing))];
  const picked = pickItems(inside, shown, ({ path }) => isAtOrBelow(drawing.revealed, path));
  const lanes = [lane, ...picked.flatMap((each) => lanesOf(each, drawing))];
  const last = lanes.at(-1);
  if (last && picked.length < inside.length)
    last.more = { loop: step.path, shown: picked.length, of: inside.length };
  return lanes;
}

function shownOf(path: StepPath, { open, revealed }: Drawing): number {
  const chosen = open?.get(path);
  if (chosen !== undefined) return chosen;
  return revealed !== path && isAtOrBelow(revealed, path) ? ITEMS_AT_ONCE : 0;
}

function isAtOrBelow(path: StepPath | undefined, outer: StepPath): boolean {
  if (!path?.startsWith(outer)) return false;
  const next = path[outer.length];
  return next === undefined || next === '/' || next === '[';
}

function startOf(run: RunState): Instant {
  if (run.startedAt !== undefined) return run.startedAt;
  let first = Number.POSITIVE_INFINITY;
  for (const step of Object.values(run.steps)) first = Math.min(first, step.startedAt ?? first);
  return Number.isFinite(first) ? first : 0;
}

function endOf(run: RunState, now: Instant): Instant {
  if (run.finishedAt !== undefined) return run.finishedAt;
  if (run.status === 'running' || run.status === 'waiting') return now;
  let last = 0;
  for (const step of Object.values(run.steps)) last = Math.max(last, step.finishedAt ?? step.startedAt ?? 0);
  return last;
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
