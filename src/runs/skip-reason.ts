import {
  effectiveEdges,
  type Graph,
  type RunState,
  type Step,
  type StepPath,
  type StepState,
} from '../engine/index.js';
import { isFollowed } from './is-followed.js';
import type { RunStrings } from './run-strings.js';
import { stepIdsOf } from './step-path.js';
import { wayName } from './way-name.js';

export interface SkipContext {
  run: RunState | undefined;
  /** The graph that the step stands in, where it is known. */
  graph: Graph | undefined;
  strings: RunStrings;
}

/**
 * Why a step was skipped. The run records how the steps before it ended, and not what the lines from them are for:
 * with the graph, each of them is told.
 */
export function reasonOf(step: StepState, { run, graph, strings }: SkipContext): string | undefined {
  return (run && graph && whyNotFollowed(step, { run, graph, strings })) ?? step.reason;
}

/** The step of a graph that a path of a run ends in. */
export function stepIn(graph: Graph | undefined, path: StepPath): Step | undefined {
  const id = stepIdsOf(path).at(-1);
  return graph?.steps.find((step) => step.id === id);
}

interface Known extends SkipContext {
  run: RunState;
  graph: Graph;
}

/** Undefined where a line was followed, or where it can't be told. */
function whyNotFollowed(step: StepState, { run, graph, strings }: Known): string | undefined {
  const id = stepIdsOf(step.path).at(-1);
  const around = step.path.slice(0, step.path.lastIndexOf('/') + 1);
  const asked = new Map<string, string[]>();
  for (const edge of effectiveEdges(graph)) {
    if (edge.target !== id) continue;
    if (isFollowed(edge, run.steps[around + edge.source])) return undefined;
    asked.set(edge.source, [...(asked.get(edge.source) ?? []), edge.on ?? 'success']);
  }
  const reasons: string[] = [];
  for (const [source, ways] of asked) {
    const state = run.steps[around + source];
    const before = graph.steps.find((each) => each.id === source);
    const name = state?.name ?? before?.name ?? source;
    if (state?.status === 'skipped') reasons.push(strings.wasSkipped(name));
    else if (state?.status === 'failed') reasons.push(strings.didFail(name));
    else if (state?.status !== 'succeeded') return undefined;
    else if (state.case === undefined) reasons.push(strings.didNotFail(name));
    else {
      const others = ways.filter((way) => way !== 'failure').map((way) => wayName(before, way, strings));
      reasons.push(strings.tookOtherWay(name, wayName(before, state.case, strings), others));
    }
  }
  return reasons.length === 0 ? undefined : strings.noLineFollowed(reasons);
}
