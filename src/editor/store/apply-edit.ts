import type { Draft } from 'immer';
import {
  ancestorsOf,
  type Edge,
  effectiveEdges,
  type Graph,
  MAX_STEPS,
  renameStep,
  type Step,
  stepIdSchema,
} from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import { applyFix } from './apply-fix.js';
import type { Edit, EditResult, Refusal } from './edit.js';
import { removeCase, renameCase } from './edit-cases.js';
import { recordChange } from './graph-patches.js';
import {
  bridgeEdges,
  findStep,
  firstFreeOutcome,
  isSameEdge,
  makesCycle,
  outcomeOf,
  readersOf,
  storedEdge,
  waysOf,
} from './graph-queries.js';
import { pasteFragment } from './paste.js';
import { referenceText } from './reference-text.js';
import { setInStep } from './set-in-step.js';

function refuse(graph: Graph, refusal: Refusal): EditResult {
  return { graph, patches: [], inverse: [], refusal };
}

/** Puts `next` in the place of the step with its id. */
function replaceStep(draft: Draft<Graph>, next: Step): void {
  const index = draft.steps.findIndex((step) => step.id === next.id);
  draft.steps[index] = next;
}

/** Why this edge can't be drawn; `undefined`: it can. */
function refusalOfEdge(graph: Graph, edge: Edge): Refusal | undefined {
  const about = { step: edge.source, other: edge.target };
  if (!findStep(graph, edge.source) || !findStep(graph, edge.target))
    return { code: 'unknown_step', ...about };
  if (edge.source === edge.target) return { code: 'self', ...about };
  if (effectiveEdges(graph).some((each) => isSameEdge(each, edge)))
    return { code: 'duplicate_edge', ...about };
  if (makesCycle(graph, edge.source, edge.target)) return { code: 'cycle', ...about };
  return undefined;
}

/** Which edge a wire between these steps needs besides the expression, if any. */
function edgeForWire(graph: Graph, root: string, target: string): Edge | Refusal | undefined {
  if (root === 'input') return undefined;
  if (ancestorsOf(graph, target).has(root)) return undefined;
  const edge = { source: root, target };
  return refusalOfEdge(graph, edge) ?? edge;
}

function addStep(graph: Graph, step: Step, edges: (before: readonly Edge[]) => Edge[]): EditResult {
  if (graph.steps.length >= MAX_STEPS) return refuse(graph, { code: 'too_many_steps' });
  if (findStep(graph, step.id)) return refuse(graph, { code: 'taken_id', step: step.id });
  return recordChange(graph, (draft) => {
    const next = edges(effectiveEdges(graph));
    draft.steps.push(step);
    draft.edges = next;
  });
}

function removeSteps(graph: Graph, edit: Extract<Edit, { type: 'remove_steps' }>): EditResult {
  const ids = edit.ids.filter((id) => findStep(graph, id) !== undefined);
  if (ids.length === 0) return refuse(graph, { code: 'unknown_step' });
  const edges = bridgeEdges(graph, ids);
  const readers = edit.readers === 'clear' ? readersOf(graph, ids) : [];
  return recordChange(graph, (draft) => {
    for (const { stepId, place } of readers) {
      const index = graph.steps.findIndex((step) => step.id === stepId);
      const step = draft.steps[index];
      if (step !== undefined) draft.steps[index] = setInStep(step as Step, place, undefined); // a draft of a step is a step
    }
    draft.steps = draft.steps.filter((step) => !ids.includes(step.id));
    draft.edges = edges;
  });
}

function rename(graph: Graph, from: string, to: string): EditResult {
  if (from === to) return refuse(graph, { code: 'taken_id', step: to });
  if (!findStep(graph, from)) return refuse(graph, { code: 'unknown_step', step: from });
  if (!stepIdSchema.safeParse(to).success) return refuse(graph, { code: 'bad_id', step: to });
  if (findStep(graph, to)) return refuse(graph, { code: 'taken_id', step: to });
  const renamed = renameStep(graph, from, to);
  return recordChange(graph, (draft) => {
    renamed.steps.forEach((step, index) => {
      if (step !== graph.steps[index]) draft.steps[index] = step;
    });
    if (renamed.edges !== graph.edges && renamed.edges !== undefined) draft.edges = renamed.edges;
    if (renamed.output !== undefined) draft.output = renamed.output;
  });
}

function wire(graph: Graph, edit: Extract<Edit, { type: 'wire' }>): EditResult {
  const { source, target, pipe } = edit;
  const step = findStep(graph, target.stepId);
  if (!step) return refuse(graph, { code: 'unknown_step', step: target.stepId });
  const edge = edgeForWire(graph, source.root, target.stepId);
  if (edge !== undefined && 'code' in edge) return refuse(graph, edge);
  return recordChange(graph, (draft) => {
    if (edge !== undefined) draft.edges = [...effectiveEdges(graph), edge];
    replaceStep(draft, setInStep(step, target.place, referenceText(source, pipe)));
  });
}

function setEdgeOutcome(graph: Graph, edge: Edge, on: string): EditResult {
  const next = storedEdge({ ...edge, on });
  const edges = effectiveEdges(graph);
  if (outcomeOf(edge) === on || edges.some((each) => isSameEdge(each, next))) {
    return refuse(graph, { code: 'duplicate_edge', step: edge.source, other: edge.target });
  }
  return recordChange(graph, (draft) => {
    draft.edges = edges.map((each) => (isSameEdge(each, edge) ? next : each));
  });
}

/**
 * Makes one edit. Never changes `graph`; an edit that can't be made leaves it as it is and says why in `refusal`.
 * A graph without `edges` runs in order: the first edit that touches an edge writes them down as they were.
 */
export function applyEdit(graph: Graph, edit: Edit): EditResult {
  switch (edit.type) {
    case 'add_step': {
      const { step, after } = edit;
      const before = after === undefined ? undefined : findStep(graph, after);
      const edge = before && {
        source: before.id,
        target: step.id,
        on: firstFreeOutcome(graph, before),
      };
      return addStep(graph, step, (edges) => (edge ? [...edges, storedEdge(edge)] : [...edges]));
    }
    case 'insert_step': {
      const { step, edge } = edit;
      return addStep(graph, step, (edges) => [
        ...edges.filter((each) => !isSameEdge(each, edge)),
        storedEdge({ ...edge, target: step.id }),
        storedEdge({ source: step.id, target: edge.target, on: waysOf(step)[0] }),
      ]);
    }
    case 'remove_steps':
      return removeSteps(graph, edit);
    case 'move_steps':
      return recordChange(graph, (draft) => {
        for (const step of draft.steps) {
          const position = edit.positions[step.id];
          if (position === undefined) continue;
          if (step.position?.x !== position.x || step.position.y !== position.y)
            step.position = { ...position };
        }
      });
    case 'update_step': {
      const step = findStep(graph, edit.id);
      if (!step) return refuse(graph, { code: 'unknown_step', step: edit.id });
      return recordChange(graph, (draft) => replaceStep(draft, setInStep(step, edit.place, edit.value)));
    }
    case 'rename_step':
      return rename(graph, edit.from, edit.to);
    case 'connect': {
      const refusal = refusalOfEdge(graph, edit.edge);
      if (refusal) return refuse(graph, refusal);
      return recordChange(graph, (draft) => {
        draft.edges = [...effectiveEdges(graph), storedEdge(edit.edge)];
      });
    }
    case 'disconnect':
      return recordChange(graph, (draft) => {
        draft.edges = effectiveEdges(graph).filter(
          (edge) => !edit.edges.some((gone) => isSameEdge(gone, edge)),
        );
      });
    case 'set_edge_outcome':
      return setEdgeOutcome(graph, edit.edge, edit.on);
    case 'rename_case':
      return renameCase(graph, edit);
    case 'remove_case':
      return removeCase(graph, edit);
    case 'wire':
      return wire(graph, edit);
    case 'unwire': {
      const step = findStep(graph, edit.target.stepId);
      if (!step) return refuse(graph, { code: 'unknown_step', step: edit.target.stepId });
      return recordChange(graph, (draft) =>
        replaceStep(draft, setInStep(step, edit.target.place, undefined)),
      );
    }
    case 'set_output':
      return recordChange(graph, (draft) => {
        if (edit.value === undefined) delete draft.output;
        else draft.output = edit.value;
      });
    case 'paste': {
      const { steps, edges } = pasteFragment(graph, edit.fragment, edit.offset);
      if (graph.steps.length + steps.length > MAX_STEPS) return refuse(graph, { code: 'too_many_steps' });
      return recordChange(graph, (draft) => {
        draft.edges = [...effectiveEdges(graph), ...edges];
        draft.steps.push(...steps);
      });
    }
    case 'apply_fix':
      return applyFix(graph, edit);
    case 'replace_graph':
      return recordChange(graph, (draft) => {
        draft.steps = edit.graph.steps;
        if (edit.graph.edges === undefined) delete draft.edges;
        else draft.edges = edit.graph.edges;
        if (edit.graph.output === undefined) delete draft.output;
        else draft.output = edit.graph.output;
      });
    default:
      return unreachable(edit);
  }
}
