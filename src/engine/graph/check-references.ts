import { compileExpression } from '../expressions/compile-expression.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { forEachText, listReferences, type TemplateReference } from '../expressions/list-references.js';
import { quoteList } from '../expressions/missing-error.js';
import { parseTemplateText } from '../expressions/parse-expression.js';
import type { FindName } from '../nearest-name.js';
import { formatPlace } from '../place.js';
import type { AncestorIndex } from './ancestor-index.js';
import { effectiveEdges } from './edges.js';
import { type KnownShape, lookUp } from './known-shape.js';
import type { Problem, ProblemFix } from './problem.js';
import type { Graph } from './schema.js';
import { RESERVED_ROOTS, type StepId } from './step-id.js';
import type { Step } from './step-schema.js';
import { type StepTemplate, stepReferences, stepTemplates } from './step-templates.js';

/** What the checks of one graph share. */
export interface ReferenceContext {
  graph: Graph;
  index: AncestorIndex;
  /** What is known about a root; undefined for a root that isn't there. */
  shapeOf(root: string): KnownShape | undefined;
  nearestName: FindName;
}

/** Problems of expressions: text that can't be read, references to what isn't there or isn't known yet. */
export function checkReferences(context: ReferenceContext): Problem[] {
  const { graph } = context;
  const names: Names = {
    steps: new Map(graph.steps.map((step) => [step.id, step])),
    failing: stepsAfterFailure(graph),
  };
  const problems = graph.steps.flatMap((step) => [
    ...stepTextProblems(step),
    ...stepReferences(step).flatMap((reference) => checkReference(context, names, reference, step)),
  ]);
  const { output } = graph;
  if (output === undefined) return problems;
  return [
    ...problems,
    ...checkTexts([{ place: 'output', template: output }]),
    ...listReferences(output, 'output').flatMap((reference) => checkReference(context, names, reference)),
  ];
}

interface Names {
  steps: ReadonlyMap<StepId, Step>;
  /** Steps that a failure leads to, directly or through others. */
  failing: ReadonlySet<StepId>;
}

/** Computed once for each step object: while somebody types into one step, the others stay as they are. */
function stepTextProblems(step: Step): readonly Problem[] {
  const known = textProblems.get(step);
  if (known) return known;
  const problems = checkTexts(stepTemplates(step), step.id);
  textProblems.set(step, problems);
  return problems;
}

const textProblems = new WeakMap<Step, readonly Problem[]>();

function checkTexts(templates: readonly StepTemplate[], stepId?: StepId): Problem[] {
  const problems: Problem[] = [];
  for (const { template, place } of templates) {
    forEachText(template, place, (text, where) => {
      const error = findTextError(text);
      if (!error) return;
      const code = error.code === 'unknown_function' ? 'unknown_function' : 'syntax';
      const wrong = error.position && text.slice(error.position.start, error.position.end);
      problems.push({
        ...problemAt(where, stepId),
        code,
        severity: 'error',
        message: error.message,
        ...(error.suggestion !== undefined && wrong && { fix: replacement(wrong, error.suggestion) }),
      });
    });
  }
  return problems;
}

function findTextError(text: string): ExpressionError | undefined {
  try {
    for (const part of parseTemplateText(text).parts)
      if (typeof part === 'object') compileExpression(part.expression);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

function checkReference(
  context: ReferenceContext,
  names: Names,
  reference: TemplateReference,
  step?: Step,
): Problem[] {
  const { root, text, place } = reference;
  const error = (code: Problem['code'], message: string, fix?: ProblemFix): Problem[] => [
    { ...problemAt(place, step?.id), code, severity: 'error', message, ...(fix && { fix }) },
  ];
  if (names.steps.has(root)) {
    const order = step && checkOrder(context, names, root, step);
    return order ? error('not_an_ancestor', order.message, order.fix) : checkFields(context, reference, step);
  }
  switch (root) {
    case 'input':
      return checkFields(context, reference, step);
    case 'execution':
      return [];
    case 'workspace':
      if (place.startsWith('request.') && !reference.piped) return [];
      return error(
        'secret_outside_request',
        `${text} is a credential: it can only stand in a request, on its own and without functions.`,
      );
    case 'response':
      if (step && step.type !== 'transform' && /^output\b/.test(place)) return [];
      return error(
        'unknown_root',
        "response is only there in a step's own output. Elsewhere, use the step's id.",
      );
    case 'error':
      if (!step || names.failing.has(step.id) || reference.optional) return [];
      return error('unknown_root', 'There is no error here: no failure line leads to this step.');
    case 'item':
    case 'index':
      return error('unknown_root', `${root} is only there inside a loop, and this step has none.`);
    default: {
      const known = [...names.steps.keys(), ...RESERVED_ROOTS];
      const near = context.nearestName(root, known);
      const hint = near ? `Did you mean '${near}'?` : 'Use the id of a step before this one, or input.';
      const fix = near === undefined ? undefined : replacement(text, near + text.slice(root.length));
      return error('unknown_root', `There is no step '${root}'. ${hint}`, fix);
    }
  }
}

function checkOrder(
  { graph, index }: ReferenceContext,
  { steps }: Names,
  root: StepId,
  step: Step,
): { message: string; fix?: ProblemFix } | undefined {
  if (root === step.id) return { message: "A step can't use its own output. In its output, use response." };
  if (index.isAncestor(root, step.id)) return undefined;
  const name = nameOf(steps.get(root), root);
  if (index.isAncestor(step.id, root)) {
    return {
      message: `${name} runs after this step, so its output isn't there yet. Use a step before this one.`,
    };
  }
  const message = `${name} doesn't come before this step, so its output may not be there.`;
  if (!graph.edges) return { message };
  const fix: ProblemFix = {
    type: 'add_edge',
    label: `Run this step after ${name}`,
    source: root,
    target: step.id,
  };
  return { message: `${message} Draw a line from it to this step.`, fix };
}

function checkFields(context: ReferenceContext, reference: TemplateReference, step?: Step): Problem[] {
  const { root, path, text, place, optional, singular } = reference;
  const shape = context.shapeOf(root);
  const looked = shape && !optional ? lookUp(shape, path) : undefined;
  if (looked?.status !== 'missing') return [];
  const key = path[looked.depth];
  const parent = formatPlace([root, ...path.slice(0, looked.depth)]);
  const near = typeof key === 'string' ? context.nearestName(key, looked.names) : undefined;
  const known = looked.names.length > 0 ? ` It has ${quoteList(looked.names)}.` : '';
  const message = `${parent} seems to have no '${String(key)}'.${known}`;
  const base = {
    ...problemAt(place, step?.id),
    code: 'unknown_field' as const,
    severity: 'warning' as const,
    message,
  };
  if (near === undefined || !singular) return [base];
  const corrected = formatPlace([
    root,
    ...path.slice(0, looked.depth),
    near,
    ...path.slice(looked.depth + 1),
  ]);
  return [{ ...base, fix: replacement(text, corrected) }];
}

function replacement(from: string, to: string): ProblemFix {
  return { type: 'replace_reference', label: `Use ${to}`, from, to };
}

function problemAt(path: string, stepId: StepId | undefined): Pick<Problem, 'path' | 'stepId'> {
  return stepId === undefined ? { path } : { stepId, path };
}

function nameOf(step: Step | undefined, id: StepId): string {
  return step?.name ? `“${step.name}”` : `'${id}'`;
}

function stepsAfterFailure(graph: Graph): Set<StepId> {
  const targets = new Map<StepId, StepId[]>();
  const failing = new Set<StepId>();
  for (const { source, target, on } of effectiveEdges(graph)) {
    const list = targets.get(source);
    if (list) list.push(target);
    else targets.set(source, [target]);
    if (on === 'failure') failing.add(target);
  }
  for (const id of failing) for (const target of targets.get(id) ?? []) failing.add(target);
  return failing;
}
