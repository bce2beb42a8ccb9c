import { compileTemplate } from '../expressions/compile-template.js';
import type { ActionStep, ConnectorStep } from '../graph/step-schema.js';
import type { JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import type { StepError } from './event.js';
import { runActionStep } from './run-action-step.js';
import { runBranchStep } from './run-branch-step.js';
import { runConnectorStep } from './run-connector-step.js';
import type { RunContext } from './run-context.js';
import { runHttpStep } from './run-http-step.js';
import type { Unit } from './run-unit.js';
import { runWaitStep } from './run-wait-step.js';
import { catchExpression } from './step-error.js';
import { nameOf } from './step-name.js';
import { type StepResult, shapeOutput } from './step-result.js';

/** What a connector or action is called with; other steps have none. */
type Given = { ok: true; value?: JsonValue } | { ok: false; error: StepError };

/** Announces a step and does its work. */
export function executeStep(context: RunContext, unit: Unit): StepResult | Promise<StepResult> {
  const { step, path, scope } = unit;
  const isCall = step.type === 'connector' || step.type === 'action';
  const given: Given = isCall ? inputOf(step, unit) : { ok: true };
  const excess = context.countStep(path);
  // One that waits was announced before the run was put down.
  if (context.recorded.get(path)?.status !== 'waiting') {
    const input = given.ok ? given.value : undefined;
    context[excess ? 'hold' : 'emit']({
      type: 'step_started',
      step: path,
      ...nameOf(step),
      ...(input !== undefined && { input }),
    });
  }
  if (excess) return { status: 'failed', error: { ...excess, step: path } };
  if (!given.ok) return { status: 'failed', error: given.error };
  const input = given.value ?? null;
  switch (step.type) {
    case 'http':
      return context.carry ? context.carry({ ...unit, step }, null) : runHttpStep(context, { ...unit, step });
    case 'connector':
      return runConnectorStep(context, { ...unit, step }, input);
    case 'action':
      return context.carry
        ? context.carry({ ...unit, step }, input)
        : runActionStep(context, { ...unit, step }, input);
    case 'branch':
      return runBranchStep({ ...unit, step });
    case 'wait':
      return runWaitStep(context, { ...unit, step });
    case 'transform':
      return shapeOutput({ ...step, output: step.output ?? {} }, path, scope, {});
    default:
      return unreachable(step);
  }
}

function inputOf(step: ConnectorStep | ActionStep, { path, scope }: Unit): Given {
  return catchExpression(() => compileTemplate(step.input ?? {}, 'input').evaluate(scope), path);
}
