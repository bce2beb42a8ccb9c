import {
  applyRunEvents,
  type Edge,
  effectiveEdges,
  type Graph,
  type Instant,
  initialRunState,
  type JsonValue,
  type RunEvent,
  type RunEventBody,
  type RunState,
  type StepPath,
  type StepState,
} from '#engine';
import type { PinnedConnectors } from '../db/generated/database-types.js';
import type { ReplayPlan } from './replay-plan.js';

/** A graph, and which version each connector in it meant. */
interface PinnedGraph {
  graph: Graph;
  pinned: PinnedConnectors;
}

export interface CarryOverOptions {
  plan: ReplayPlan;
  /** What runs now. */
  now: PinnedGraph;
  /** What ran then; the results of steps that have changed since are not kept. */
  before: PinnedGraph;
  input: JsonValue;
  at: Instant;
}

/**
 * The first events of a run that repeats another: its start, and the results that it keeps. They are an ordinary
 * beginning of a journal, so the engine goes on from them as after a crash. The attempts of then stay in the other
 * run: this one made none of those requests.
 */
export function carryOver(events: readonly RunEvent[], options: CarryOverOptions): RunEvent[] {
  const { plan, input, at } = options;
  const state = applyRunEvents(initialRunState(), events);
  const pinned = plan.pinned ?? {};
  const fates = decideFates(state, options);
  const bodies: RunEventBody[] = [{ type: 'run_started', input }];
  for (const [step, output] of Object.entries(pinned)) {
    bodies.push({ type: 'step_queued', step }, { type: 'step_started', step });
    bodies.push({ type: 'step_succeeded', step, output, durationMs: 0 });
  }
  const open = containersOf(state, fates);
  for (const event of events) {
    if (!('step' in event) || !isResult(event)) continue;
    const { step } = event;
    const fate = fates.get(rootOf(step));
    const isKept = fate === 'kept' || (fate === 'partial' && isDone(state.steps[step]));
    const isOpened = open.has(step) && (event.type === 'step_queued' || event.type === 'step_started');
    if (isKept || isOpened) bodies.push(event);
  }
  return bodies.map((body, index) => ({ ...body, seq: index + 1, at }));
}

/** `kept`: all of it; `partial`: what had ended well inside of it. Any other step begins anew. */
type Fate = 'kept' | 'partial' | 'pinned';

function decideFates(
  state: RunState,
  { plan, now: { graph, pinned: pins }, before }: CarryOverOptions,
): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>();
  const pinned = plan.pinned ?? {};
  const again = stepsAgain(plan, graph);
  const now = stepsWithEdges(graph);
  const then = stepsWithEdges(before.graph);
  // Connectors name others, so a connector step is what it was only where all are what they were.
  const areSameConnectors =
    JSON.stringify(Object.entries(pins).sort()) === JSON.stringify(Object.entries(before.pinned).sort());
  const connectorSteps = new Set(graph.steps.filter(({ type }) => type === 'connector').map(({ id }) => id));
  const into = incoming(graph);
  for (const id of inOrder(graph, into)) {
    if (Object.hasOwn(pinned, id)) {
      fates.set(id, 'pinned');
      continue;
    }
    const edges = into.get(id) ?? [];
    const isSame = now.get(id) === then.get(id) && (areSameConnectors || !connectorSteps.has(id));
    const stands = edges.every(({ source }) => fates.has(source) && fates.get(source) !== 'partial');
    if (again.has(id) || !isSame || !stands) continue;
    const recorded = state.steps[id];
    if (isDone(recorded) || recorded?.status === 'skipped') fates.set(id, 'kept');
    else if (recorded && plan.kind === 'retry') fates.set(id, 'partial');
  }
  return fates;
}

/** The steps that a replay is asked to run again, whatever became of them. */
function stepsAgain({ kind, from }: ReplayPlan, graph: Graph): ReadonlySet<string> {
  if (kind === 'retry') return new Set();
  if (from === undefined) return new Set(graph.steps.map(({ id }) => id));
  const again = new Set([from]);
  const edges = effectiveEdges(graph);
  for (const source of again) {
    for (const edge of edges) if (edge.source === source) again.add(edge.target);
  }
  return again;
}

function incoming(graph: Graph): ReadonlyMap<string, Edge[]> {
  const into = new Map<string, Edge[]>();
  for (const edge of effectiveEdges(graph)) {
    const others = into.get(edge.target);
    if (others) others.push(edge);
    else into.set(edge.target, [edge]);
  }
  return into;
}

/** Each step with what leads to it, as text to compare: in another order of fields it merely runs again. */
function stepsWithEdges(graph: Graph): ReadonlyMap<string, string> {
  const into = incoming(graph);
  return new Map(graph.steps.map((step) => [step.id, JSON.stringify([step, into.get(step.id) ?? []])]));
}

/** Every step after those that lead to it. */
function inOrder(graph: Graph, into: ReadonlyMap<string, Edge[]>): string[] {
  const order = new Set<string>();
  const left = new Set(graph.steps.map(({ id }) => id));
  for (let before = -1; before !== order.size; ) {
    before = order.size;
    for (const id of left) {
      if (!(into.get(id) ?? []).every(({ source }) => order.has(source))) continue;
      order.add(id);
      left.delete(id);
    }
  }
  return [...order];
}

function isDone(step: StepState | undefined): boolean {
  return step?.status === 'succeeded' || (step?.status === 'failed' && step.handled === true);
}

/** Loops and connector steps that had not ended, and have something in them that had. */
function containersOf(state: RunState, fates: ReadonlyMap<string, Fate>): ReadonlySet<StepPath> {
  const open = new Set<StepPath>();
  for (const step of Object.values(state.steps)) {
    if (fates.get(rootOf(step.path)) !== 'partial' || !isDone(step)) continue;
    for (let path = containerOf(step.path); path !== ''; path = containerOf(path)) {
      if (!isDone(state.steps[path])) open.add(path);
    }
  }
  return open;
}

/** The step of the graph itself that a path leads into. */
function rootOf(path: StepPath): string {
  return /^[^[/]*/.exec(path)?.[0] ?? path;
}

/** The loop of an item, the item or connector step that an inner step is in; '' is the run. */
function containerOf(path: StepPath): StepPath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('[')));
}

/** Attempts and waits are how a result came about. */
function isResult({ type }: RunEvent): boolean {
  return type !== 'step_attempted' && type !== 'step_waiting' && type !== 'step_resumed';
}
