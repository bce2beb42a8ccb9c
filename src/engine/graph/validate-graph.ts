import { listReferences } from '../expressions/list-references.js';
import { createNameFinder } from '../nearest-name.js';
import { createAncestorIndex } from './ancestor-index.js';
import { checkEdges } from './check-edges.js';
import { checkReferences, stepsAfterFailure } from './check-references.js';
import { checkStep } from './check-step.js';
import { checkStructure } from './check-structure.js';
import { checkTexts } from './check-texts.js';
import { effectiveEdges } from './edges.js';
import { parseGraph } from './parse.js';
import { type Problem, reportInto } from './problem.js';
import { createRootShapes } from './root-shapes.js';
import { createCallFinder, type GraphCheck, type ValidationContext } from './validation-context.js';

/**
 * Everything that is wrong with a graph, errors and warnings. A value that is no graph gives
 * `invalid_document` problems only. Never throws; time grows linearly with the size of the document.
 * Documents are taken as immutable: what was found out about a step object is not worked out again.
 */
export function validateGraph(value: unknown, context: ValidationContext = {}): Problem[] {
  const parsed = parseGraph(value);
  if (!parsed.ok) return parsed.problems;
  const graph = parsed.value;
  const steps = new Map(graph.steps.map((step) => [step.id, step]));
  const calledBy = createCallFinder(context);
  const check: GraphCheck = {
    graph,
    context,
    steps,
    index: createAncestorIndex(graph),
    failing: stepsAfterFailure(effectiveEdges(graph)),
    calledBy,
    shapeOf: createRootShapes({
      steps,
      inputSchema: context.inputSchema,
      outputSchemaOf: (step) => calledBy(step)?.outputSchema,
    }),
    nearestName: createNameFinder(),
  };
  return [
    ...checkStructure(graph, check.index),
    ...checkEdges(check),
    ...graph.steps.flatMap((step) => checkStep(check, step)),
    ...checkOutput(check),
  ];
}

function checkOutput(check: GraphCheck): Problem[] {
  const { output } = check.graph;
  const problems: Problem[] = [];
  if (output === undefined) return problems;
  const report = reportInto(problems);
  checkTexts([{ place: 'output', template: output }], report);
  checkReferences(check, listReferences(output, 'output'), report);
  return problems;
}
