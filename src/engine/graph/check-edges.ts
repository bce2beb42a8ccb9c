import { didYouMean, type FindName } from '../nearest-name.js';
import { type Problem, type ProblemFix, type Report, reportInto, takeOut, writeValue } from './problem.js';
import type { Edge } from './schema.js';
import type { StepId } from './step-id.js';
import type { BranchStep, Step } from './step-schema.js';
import type { GraphCheck } from './validation-context.js';

/** Problems of edges: ends that aren't there, edges that are there twice, and the cases that they follow. */
export function checkEdges({ graph, steps, nearestName }: GraphCheck): Problem[] {
  const { edges } = graph;
  if (!edges) return [];
  const problems: Problem[] = [];
  const report = reportInto(problems);
  const seen = new Set<string>();
  const followed = new Map<StepId, Set<string>>();
  for (const [index, edge] of edges.entries()) {
    const { source, target, on = 'success' } = edge;
    const path = `edges[${index}]`;
    const fix: ProblemFix = { type: 'remove_edge', label: 'Remove the line', index };
    const missing = [source, target].find((id) => !steps.has(id));
    const key = `${source} ${target} ${on}`;
    const from = steps.get(source);
    if (missing !== undefined) {
      const message = `A line ${describeEdge(edge)} ends at '${missing}', which doesn't exist. Remove it.`;
      report('dangling_edge', path, message, { fix });
    } else if (seen.has(key)) {
      const message = `There are two lines ${describeEdge(edge)}; one is enough.`;
      report('duplicate_edge', path, message, { severity: 'warning', fix });
    } else if (from) {
      checkWay(from, on, { path: `${path}.on`, report, nearestName });
      if (from.type === 'branch') followed.set(source, (followed.get(source) ?? new Set()).add(on));
    }
    seen.add(key);
  }
  for (const step of graph.steps)
    if (step.type === 'branch') checkCases(step, followed.get(step.id), reportInto(problems, step.id));
  return problems;
}

/** What an edge follows. */
function checkWay(
  source: Step,
  on: string,
  { path, report, nearestName }: { path: string; report: Report; nearestName: FindName },
): void {
  if (on === 'success' || on === 'failure') return;
  const ways = source.type === 'branch' ? ['else', ...source.cases.map(({ id }) => id)] : [];
  if (ways.includes(on)) return;
  const near = nearestName(on, ['success', 'failure', ...ways]);
  const message =
    source.type === 'branch'
      ? `'${source.id}' has no case '${on}'.${didYouMean(near, ' Choose another, or else.')}`
      : `'${source.id}' has no case '${on}'.${didYouMean(near, ' Follow its success or failure.')}`;
  const fix = near ? writeValue(path, near) : takeOut(path, 'Follow its success');
  report('unknown_case', path, message, { fix });
}

/** Cases that lead nowhere, where others lead somewhere. */
function checkCases({ cases }: BranchStep, ways: ReadonlySet<string> | undefined, report: Report): void {
  if (!ways || ![...cases.map(({ id }) => id), 'else'].some((id) => ways.has(id))) return;
  for (const [index, { id, name = id }] of cases.entries()) {
    if (ways.has(id)) continue;
    const message = `No line follows the case '${name}'. Draw one, or take the case out.`;
    report('unused_case', `cases[${index}]`, message, {
      severity: 'warning',
      fix: takeOut(`cases[${index}]`),
    });
  }
}

function describeEdge({ source, target, on = 'success' }: Edge): string {
  return `from '${source}' to '${target}'${on === 'success' ? '' : ` (on ${on})`}`;
}
