import { effectiveEdges, type Graph, getAtPlace, type JsonValue, setAtPlace } from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import type { Edit, EditResult, Refusal } from './edit.js';
import { recordChange } from './graph-patches.js';
import { findStep, makesCycle } from './graph-queries.js';

type FixEdit = Extract<Edit, { type: 'apply_fix' }>;

function refuse(graph: Graph, refusal: Refusal): EditResult {
  return { graph, patches: [], inverse: [], refusal };
}

/** Sets a value in the step that the problem is in, or else in the graph; `undefined` takes it away. */
function setValue(
  graph: Graph,
  { stepId }: FixEdit,
  place: string,
  value: JsonValue | undefined,
): EditResult {
  const index = graph.steps.findIndex((step) => step.id === stepId);
  const step = graph.steps[index];
  if (stepId !== undefined && !step) return refuse(graph, { code: 'nothing_to_fix' });
  return recordChange(graph, (draft) => {
    if (step) draft.steps[index] = setAtPlace(step, place, value);
    else Object.assign(draft, setAtPlace(graph, place, value));
  });
}

/** Applies the fix that a problem offers, as `validateGraph` describes it. */
export function applyFix(graph: Graph, edit: FixEdit): EditResult {
  const { fix } = edit;
  const step = edit.stepId === undefined ? undefined : findStep(graph, edit.stepId);
  switch (fix.type) {
    case 'add_edge': {
      const { source, target } = fix;
      if (makesCycle(graph, source, target))
        return refuse(graph, { code: 'cycle', step: source, other: target });
      return recordChange(graph, (draft) => {
        draft.edges = [...effectiveEdges(graph), { source, target }];
      });
    }
    case 'remove_edge':
      return recordChange(graph, (draft) => {
        draft.edges = effectiveEdges(graph).filter((_, index) => index !== fix.index);
      });
    case 'replace_reference': {
      const { from, to, at } = fix;
      const text = edit.path === undefined ? undefined : getAtPlace(step ?? graph, edit.path);
      // The text may have changed since the problem was found.
      if (edit.path === undefined || typeof text !== 'string' || !text.startsWith(from, at))
        return refuse(graph, { code: 'nothing_to_fix' });
      return setValue(graph, edit, edit.path, text.slice(0, at) + to + text.slice(at + from.length));
    }
    case 'set_value':
      return setValue(graph, edit, fix.path, fix.value);
    default:
      return unreachable(fix);
  }
}
