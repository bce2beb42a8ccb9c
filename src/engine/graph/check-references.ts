import { appendTo } from '../append-to.js';
import type { TemplateReference } from '../expressions/list-references.js';
import { listMessage, quoteList } from '../expressions/missing-error.js';
import { readPlaceholder, secretError } from '../expressions/placeholder.js';
import { didYouMean } from '../nearest-name.js';
import { formatPlace } from '../place.js';
import { lookUp } from './known-shape.js';
import type { ProblemFix, Report } from './problem.js';
import { RESERVED_ROOTS, type StepId } from './step-id.js';
import type { Step } from './step-schema.js';
import { isOptionalPlace } from './typed-texts.js';
import type { GraphCheck } from './validation-context.js';

/** Problems of references to what isn't there or isn't known yet; without a step, in the graph's own output. */
export function checkReferences(
  check: GraphCheck,
  references: readonly TemplateReference[],
  report: Report,
  step?: Step,
): void {
  for (const reference of references) {
    const isThere = check.steps.has(reference.root)
      ? isBefore(check, reference, report, step)
      : isKnown(check, reference, report, step);
    if (isThere && !reference.optional) checkFields(check, reference, report, step);
  }
}

/** Whether a step's output is there when another runs; reports it otherwise. */
function isBefore(
  { graph, index, steps }: GraphCheck,
  { root, place }: TemplateReference,
  report: Report,
  step: Step | undefined,
): boolean {
  if (!step || index.isAncestor(root, step.id)) return true;
  const other = steps.get(root)?.name;
  const name = other ? `“${other}”` : `'${root}'`;
  const refuse = (message: string, fix?: ProblemFix) => {
    report('not_an_ancestor', place, message, { fix });
    return false;
  };
  if (root === step.id) return refuse("A step can't use its own output. In its output, use response.");
  if (index.isAncestor(step.id, root))
    return refuse(`${name} runs after this step. Use a step before this one.`);
  const message = `${name} doesn't come before this step.`;
  if (!graph.edges) return refuse(message);
  return refuse(`${message} Draw a line from it to this step.`, {
    type: 'add_edge',
    label: `Run this step after ${name}`,
    source: root,
    target: step.id,
  });
}

const SECRET_PLACE = /^(?:reconcile\.)?request\./;
/** The places of a request that are read as base64. */
const BYTES_PLACE = /^(?:reconcile\.)?request\.body\.(?:content|files(?:\.\w+|\['.*?'\])\.content[.[])/;
/** The places of a request step at which an answer is there. */
const ANSWER_PLACE = /^(?:output|classify|pagination|poll|reconcile\.found)\b/;

/** Whether a root that is no step stands for something at this place; reports it otherwise. */
function isKnown(
  check: GraphCheck,
  reference: TemplateReference,
  report: Report,
  step: Step | undefined,
): boolean {
  const { root, text, place } = reference;
  const refuse = (message: string, fix?: ProblemFix) => {
    report('unknown_root', place, message, { fix });
    return false;
  };
  switch (root) {
    case 'input':
    case 'execution':
      return true;
    case 'workspace': {
      const held = reference.singular && !reference.piped ? readPlaceholder(reference) : undefined;
      if (!held || !SECRET_PLACE.test(place) || BYTES_PLACE.test(place))
        report('secret_outside_request', place, secretError({ text, ...reference.position }).message);
      return false;
    }
    case 'response': {
      if (!step || step.type === 'transform')
        return refuse("response is only there in a step's own output. Elsewhere, use the step's id.");
      if (step.type === 'http' ? ANSWER_PLACE.test(place) : /^output\b/.test(place)) return true;
      return refuse('There is no response yet. Use a step before this one.');
    }
    case 'error':
      if (reference.optional || (step && (check.failing.has(step.id) || isOptionalPlace(step, place))))
        return true;
      return refuse(
        step
          ? 'There is no error here: no failure line leads to this step.'
          : 'There is no error here. Use it in the output of a step after the failure, and that step here.',
      );
    case 'item':
    case 'index':
      if (!step?.forEach) return refuse(`${root} is only there in a loop.`);
      if (!/^(?:when|forEach)\b/.test(place)) return true;
      return refuse(`${root} isn't there yet: this is read before the loop.`);
    default: {
      const near = check.nearestName(root, rootsOf(check));
      const hint = didYouMean(near, ' Use a step before this one, or input.');
      return refuse(
        `There is no step '${root}'.${hint}`,
        near === undefined ? undefined : replacement(reference, near + text.slice(root.length)),
      );
    }
  }
}

/** All roots that there are, one after the other: most often, nobody looks at them. */
function* rootsOf({ steps }: GraphCheck): Iterable<string> {
  yield* steps.keys();
  yield* RESERVED_ROOTS;
}

function checkFields(
  { shapeOf, nearestName }: GraphCheck,
  reference: TemplateReference,
  report: Report,
  step: Step | undefined,
): void {
  const { root, path, place, singular } = reference;
  const shape = shapeOf(root, step);
  const looked = shape && lookUp(shape, path);
  if (looked?.status !== 'missing' || (step && isOptionalPlace(step, place))) return;
  const { depth, names, isList } = looked;
  const key = path[depth];
  const parent = formatPlace([root, ...path.slice(0, depth)]);
  const withKey = (...keys: (string | number)[]) =>
    formatPlace([root, ...path.slice(0, depth), ...keys, ...path.slice(depth + 1)]);
  const near = typeof key === 'string' ? nearestName(key, names) : undefined;
  const corrected =
    isList && key !== undefined ? withKey(0, key) : near === undefined ? undefined : withKey(near);
  const message = isList
    ? listMessage(parent, String(key))
    : `${parent} seems to have no '${String(key)}'.${names.length > 0 ? ` It has ${quoteList(names)}.` : ''}`;
  report('unknown_field', place, message, {
    severity: 'warning',
    fix: corrected === undefined || !singular ? undefined : replacement(reference, corrected),
  });
}

/** Writes another reference in the place of one. */
export function replacement({ text, position }: TemplateReference, to: string): ProblemFix {
  return { type: 'replace_reference', label: `Use ${to}`, from: text, to, at: position.start };
}

/** The steps that a failure leads to, directly or through others. */
export function stepsAfterFailure(
  edges: readonly { source: StepId; target: StepId; on?: string | undefined }[],
): Set<StepId> {
  const targets = new Map<StepId, StepId[]>();
  const failing = new Set<StepId>();
  if (!edges.some(({ on }) => on === 'failure')) return failing;
  for (const { source, target, on } of edges) {
    appendTo(targets, source, target);
    if (on === 'failure') failing.add(target);
  }
  for (const id of failing) for (const target of targets.get(id) ?? []) failing.add(target);
  return failing;
}
