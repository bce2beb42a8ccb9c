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
import { eachShapeSource } from './root-shapes.js';
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
  soundIn?: readonly unknown[];
}

const checkedSteps = new WeakMap<Step, Checked>();

/** Problems of one step: those that it has in any graph, and those that it has in this one. */
export function checkStep(check: GraphCheck, step: Step): readonly Problem[] {
  const known = checkedSteps.get(step) ?? checkAlone(step);
  const { alone, roots, soundIn } = known;
  if (soundIn && isSame(soundIn, check, step, roots)) return alone;
  const problems = checkTogether(check, step);
  if (problems.length > 0) return [...alone, ...problems];
  const surroundings: unknown[] = [];
  eachSurrounding(check, step, roots, (value) => surroundings.push(value));
  known.soundIn = surroundings;
  return alone;
}

function isSame(
  before: readonly unknown[],
  check: GraphCheck,
  step: Step,
  roots: readonly string[],
): boolean {
  let index = 0;
  let isSame = true;
  eachSurrounding(check, step, roots, (value) => {
    isSame &&= before[index++] === value;
  });
  return isSame;
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

function checkTogether(check: GraphCheck, step: Step): readonly Problem[] {
  const problems: Problem[] = [];
  const report = reportInto(problems, step.id);
  checkReferences(check, stepReferences(step), report, step);
  checkTypes(check, step, report);
  checkCall(check, step, report);
  checkSlots(check, step, report);
  const { permissions } = check.context;
  if (permissions)
    for (const { request, place } of requestsOf(step)) checkPermissions(permissions, request, place, report);
  return problems;
}

/** All that decides about a step beside itself, always in the same order: what is known around it, and what it reads. */
function eachSurrounding(
  { context, steps, index, failing, calledBy }: GraphCheck,
  step: Step,
  roots: readonly string[],
  visit: (value: unknown) => void,
): void {
  const called = calledBy(step);
  visit(context.inputSchema);
  visit(context.slots);
  visit(context.permissions);
  visit(context.connectors === undefined);
  visit(context.actions === undefined);
  visit(failing.has(step.id));
  visit(called?.name);
  visit(called?.inputSchema);
  visit(called?.outputSchema);
  visit(called?.slots);
  for (const root of roots) {
    const source = steps.get(root);
    visit(source?.id);
    if (!source) continue;
    eachShapeSource(source, visit);
    visit(index.isAncestor(root, step.id));
    visit(calledBy(source)?.outputSchema);
  }
}

function requestsOf(step: Step): { request: HttpRequestTemplate; place: string }[] {
  if (step.type !== 'http') return [];
  const requests = [{ request: step.request, place: 'request' }];
  return step.reconcile
    ? [...requests, { request: step.reconcile.request, place: 'reconcile.request' }]
    : requests;
}
