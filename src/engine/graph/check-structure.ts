import type { AncestorIndex } from './ancestor-index.js';
import { effectiveEdges } from './edges.js';
import { findCycles } from './find-cycles.js';
import type { Problem } from './problem.js';
import type { Edge, Graph } from './schema.js';
import type { StepId } from './step-id.js';
import type { Step } from './step-schema.js';

/** Problems of steps and edges as such: ids, ends of edges, cycles, options that have no effect. */
export function checkStructure(graph: Graph, index: AncestorIndex): Problem[] {
  if (graph.steps.length === 0) {
    return [{ code: 'no_steps', severity: 'error', message: 'There is nothing to run yet. Add a step.' }];
  }
  return [
    ...checkIds(graph),
    ...graph.steps.flatMap(checkOptions),
    ...checkEdges(graph),
    ...checkOrder(graph, index),
  ];
}

function checkIds(graph: Graph): Problem[] {
  const seen = new Set<StepId>();
  return graph.steps.flatMap(({ id }): Problem[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `Two steps have the id '${id}'. Rename one of them.`;
    return [{ code: 'duplicate_step_id', severity: 'error', stepId: id, path: 'id', message }];
  });
}

function checkOptions(step: Step): Problem[] {
  const problems: Problem[] = [];
  const warn = (code: Problem['code'], path: string, message: string) =>
    problems.push({ code, severity: 'warning', stepId: step.id, path, message });
  if (step.type !== 'http') {
    const inside = step.type === 'connector' ? ' Set it on the steps inside the connector.' : '';
    if (step.retry)
      warn('unknown_field', 'retry', `Only HTTP steps are tried again; this has no effect.${inside}`);
    if (step.timeoutMs)
      warn('unknown_field', 'timeoutMs', `Only HTTP steps have a timeout; this has no effect.${inside}`);
  }
  if (step.type === 'transform' && !step.output) {
    warn('missing_field', 'output', 'This step gives an empty object. Add a field to its output.');
  }
  return problems;
}

function checkEdges(graph: Graph): Problem[] {
  const ids = new Set(graph.steps.map((step) => step.id));
  const seen = new Set<string>();
  return (graph.edges ?? []).flatMap((edge, index): Problem[] => {
    const path = `edges[${index}]`;
    const fix = { type: 'remove_edge' as const, label: 'Remove the line', index };
    const missing = [edge.source, edge.target].find((id) => !ids.has(id));
    if (missing !== undefined) {
      const message = `A line ${describeEdge(edge)} has an end at '${missing}', which doesn't exist. Remove the line.`;
      return [{ code: 'dangling_edge', severity: 'error', path, message, fix }];
    }
    const key = `${edge.source} ${edge.target} ${edge.on ?? 'success'}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `There are two lines ${describeEdge(edge)}; one is enough.`;
    return [{ code: 'duplicate_edge', severity: 'warning', path, message, fix }];
  });
}

function describeEdge({ source, target, on }: Edge): string {
  return `from '${source}' to '${target}'${on === 'failure' ? ' (on failure)' : ''}`;
}

function checkOrder(graph: Graph, { unordered }: AncestorIndex): Problem[] {
  if (unordered.size === 0) return [];
  const { cycles, after } = findCycles(
    graph.steps.map((step) => step.id),
    effectiveEdges(graph),
    unordered,
  );
  const problems = cycles.map(({ steps, edge }): Problem => {
    const [first] = steps;
    const loop = [...steps, first].join(' → ');
    const message =
      steps.length === 1
        ? `'${first}' waits for itself. Remove the line from it to itself.`
        : `These steps wait for each other: ${loop}. Remove one of the lines.`;
    return {
      code: 'cycle',
      severity: 'error',
      path: `edges[${edge}]`,
      message,
      ...(first !== undefined && { stepId: first }),
      ...(graph.edges && {
        fix: { type: 'remove_edge', label: 'Remove the line that closes the loop', index: edge },
      }),
    };
  });
  const unreachable = after.map((stepId): Problem => {
    const message =
      'This step never runs: it comes after steps that wait for each other. Take their loop apart.';
    return { code: 'unreachable_step', severity: 'error', stepId, message };
  });
  return [...problems, ...unreachable];
}
