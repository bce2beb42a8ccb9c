import { effectiveEdges, type Graph, getAtPlace, type Step, setAtPlace } from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import type { Edit, EditResult, Refusal } from './edit.js';
import { recordChange } from './graph-patches.js';
import { findStep, makesCycle } from './graph-queries.js';

function refuse(graph: Graph, refusal: Refusal): EditResult {
  return { graph, patches: [], inverse: [], refusal };
}

function updateStep(graph: Graph, step: Step, next: Step): EditResult {
  const index = graph.steps.indexOf(step);
  return recordChange(graph, (draft) => {
    draft.steps[index] = next;
  });
}

/** Applies the fix that a problem offers, as `validateGraph` describes it. */
export function applyFix(graph: Graph, edit: Extract<Edit, { type: 'apply_fix' }>): EditResult {
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
      if (step === undefined || edit.path === undefined) return refuse(graph, { code: 'nothing_to_fix' });
      const text = getAtPlace(step, edit.path);
      if (typeof text !== 'string') return refuse(graph, { code: 'nothing_to_fix' });
      return updateStep(graph, step, setAtPlace(step, edit.path, text.replaceAll(fix.from, fix.to)));
    }
    case 'set_value':
      if (step === undefined) return refuse(graph, { code: 'nothing_to_fix' });
      return updateStep(graph, step, setAtPlace(step, fix.path, fix.value));
    default:
      return unreachable(fix);
  }
}
