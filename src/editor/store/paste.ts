import {
  type Edge,
  effectiveEdges,
  type Graph,
  renameStep,
  type Step,
  type StepId,
} from '../../engine/index.js';
import type { Fragment, Point } from './edit.js';
import { nextStepId } from './graph-queries.js';

/** What the clipboard holds is text of this kind, so that it can be told from any other JSON. */
const CLIPBOARD_KIND = 'patchbay/steps';

/** Cuts the steps named out of a graph, with the edges among them. */
export function copySteps(graph: Graph, ids: readonly StepId[]): Fragment {
  const isTaken = new Set(ids);
  return {
    steps: graph.steps.filter((step) => isTaken.has(step.id)),
    edges: effectiveEdges(graph).filter((edge) => isTaken.has(edge.source) && isTaken.has(edge.target)),
  };
}

export function writeClipboardText(fragment: Fragment): string {
  return JSON.stringify({ kind: CLIPBOARD_KIND, ...fragment }, null, 2);
}

/** Reads what `writeClipboardText` wrote; `undefined` for any other text. The caller checks the steps. */
export function readClipboardText(text: string): { steps: unknown; edges: unknown } | undefined {
  if (!text.includes(CLIPBOARD_KIND)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    if (!('kind' in value) || value.kind !== CLIPBOARD_KIND) return undefined;
    return {
      steps: 'steps' in value ? value.steps : undefined,
      edges: 'edges' in value ? value.edges : undefined,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Makes a fragment fit into `graph`: ids that are taken become the next free ones, and what the pasted steps read
 * of each other follows. What they read of other steps stays as it is.
 */
export function pasteFragment(
  graph: Graph,
  fragment: Fragment,
  offset: Point,
): { steps: Step[]; edges: Edge[] } {
  const taken = new Set(graph.steps.map((step) => step.id));
  const isClear = fragment.steps.every((step) => !taken.has(step.id));
  let pasted: Graph = { steps: [...fragment.steps], edges: [...fragment.edges] };
  if (!isClear) {
    // By way of names that nobody has, so that `step_1 → step_2` and `step_2 → step_3` don't meet.
    const ids = fragment.steps.map((step) => step.id);
    ids.forEach((id, index) => {
      pasted = renameStep(pasted, id, `pasted_${index}_${id}`.slice(0, 64));
    });
    ids.forEach((id, index) => {
      const free = taken.has(id) ? nextStepId(taken) : id;
      taken.add(free);
      pasted = renameStep(pasted, `pasted_${index}_${id}`.slice(0, 64), free);
    });
  }
  const steps = pasted.steps.map((step) => ({
    ...step,
    position: { x: (step.position?.x ?? 0) + offset.x, y: (step.position?.y ?? 0) + offset.y },
  }));
  return { steps, edges: pasted.edges ?? [] };
}
