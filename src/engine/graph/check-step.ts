import type { JsonSchema } from '../json.js';
import { checkCall } from './check-calls.js';
import { checkConditions } from './check-conditions.js';
import { checkOptions } from './check-options.js';
import { checkPermissions } from './check-permissions.js';
import { checkReferences } from './check-references.js';
import { checkRequest } from './check-request.js';
import { checkSlots } from './check-slots.js';
import { checkTexts } from './check-texts.js';
import { checkTypes } from './check-types.js';
import type { HttpRequestTemplate } from './http-request-schema.js';
import { type Problem, reportInto } from './problem.js';
import { isSameShape } from './root-shapes.js';
import type { Step } from './step-schema.js';
import { stepReferences, stepTemplates } from './step-templates.js';
import type { GraphCheck } from './validation-context.js';

/** What was found out about a step object: while somebody types into one step, the others stay as they are. */
interface Checked {
  /** Problems that it has in any graph. */
  alone: readonly Problem[];
  /** The roots that it reads. */
  roots: readonly string[];
  /** What it was checked against the last time, where no more problems were found: then none are found again. */
  soundIn?: Surroundings;
}

/** All that decides about a step beside itself. */
interface Surroundings {
  /** What is known around it. */
  own: readonly unknown[];
  /** What is known of each root that it reads. */
  read: readonly Source[];
}

interface Source {
  step: Step | undefined;
  isBefore: boolean;
  schema: JsonSchema | undefined;
}

const checkedSteps = new WeakMap<Step, Checked>();

/** Problems of one step: those that it has in any graph, and those that it has in this one. */
export function checkStep(check: GraphCheck, step: Step): readonly Problem[] {
  const known = checkedSteps.get(step) ?? checkAlone(step);
  const { alone, roots, soundIn } = known;
  const surroundings = surroundingsOf(check, step, roots);
  const changed = soundIn && changedRoots(roots, soundIn, surroundings);
  if (changed?.length === 0) return alone;
  const problems = checkTogether(check, step, changed);
  if (problems.length > 0) return [...alone, ...problems];
  known.soundIn = surroundings;
  return alone;
}

/** The roots of which something else is known now; undefined where anything else has changed. */
function changedRoots(
  roots: readonly string[],
  before: Surroundings,
  now: Surroundings,
): readonly string[] | undefined {
  if (now.own.some((value, index) => value !== before.own[index])) return undefined;
  return roots.filter((_, index) => !isSameSource(before.read[index], now.read[index]));
}

function isSameSource(before: Source | undefined, now: Source | undefined): boolean {
  return (
    before?.isBefore === now?.isBefore &&
    before?.schema === now?.schema &&
    (before?.step === now?.step || isSameShape(before?.step, now?.step))
  );
}

function checkAlone(step: Step): Checked {
  const alone: Problem[] = [];
  const report = reportInto(alone, step.id);
  checkOptions(step, report);
  checkTexts(stepTemplates(step), report);
  checkConditions(step, report);
  for (const { request, place } of requestsOf(step)) checkRequest(request, place, report);
  const checked = { alone, roots: [...new Set(stepReferences(step).map(({ root }) => root))] };
  checkedSteps.set(step, checked);
  return checked;
}

/** `changed`: of a step that was sound, the roots of which something else is known now. */
function checkTogether(check: GraphCheck, step: Step, changed?: readonly string[]): readonly Problem[] {
  const problems: Problem[] = [];
  const report = reportInto(problems, step.id);
  const references = stepReferences(step);
  checkReferences(
    check,
    // An item is what the list has that it comes from.
    changed ? references.filter(({ root }) => root === 'item' || changed.includes(root)) : references,
    report,
    step,
  );
  checkTypes(check, step, report);
  checkCall(check, step, report);
  checkSlots(check, step, report);
  const { permissions } = check.context;
  if (permissions)
    for (const { request, place } of requestsOf(step)) checkPermissions(permissions, request, place, report);
  return problems;
}

function surroundingsOf(
  { context, steps, index, failing, calledBy }: GraphCheck,
  step: Step,
  roots: readonly string[],
): Surroundings {
  const called = calledBy(step);
  return {
    own: [
      context.inputSchema,
      context.slots,
      context.permissions,
      context.connectors === undefined,
      context.actions === undefined,
      failing.has(step.id),
      called?.name,
      called?.inputSchema,
      called?.outputSchema,
      called?.slots,
    ],
    read: roots.map((root) => {
      const source = steps.get(root);
      return {
        step: source,
        isBefore: source !== undefined && index.isAncestor(root, step.id),
        schema: source && calledBy(source)?.outputSchema,
      };
    }),
  };
}

function requestsOf(step: Step): { request: HttpRequestTemplate; place: string }[] {
  if (step.type !== 'http') return [];
  const requests = [{ request: step.request, place: 'request' }];
  return step.reconcile
    ? [...requests, { request: step.reconcile.request, place: 'reconcile.request' }]
    : requests;
}
