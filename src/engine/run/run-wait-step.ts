import { compileTemplate } from '../expressions/compile-template.js';
import { describeValue } from '../expressions/functions/define-function.js';
import type { WaitStep } from '../graph/step-schema.js';
import { MAX_WAIT_DAYS, readWaitUntil } from '../graph/wait-time.js';
import type { JsonValue } from '../json.js';
import type { Instant, StepError, Waiting } from './event.js';
import type { RunContext } from './run-context.js';
import type { Unit } from './run-unit.js';
import { catchExpression } from './step-error.js';
import { resultOfWait, type StepResult, shapeOutput } from './step-result.js';

const DAY_MS = 86_400_000;

/** Waits for the time or until the time that the step says; its result is when that was. */
export async function runWaitStep(context: RunContext, unit: Unit & { step: WaitStep }): Promise<StepResult> {
  const { step, path, scope, signal } = unit;
  const recorded = context.recorded.get(path)?.waiting?.until;
  const until =
    recorded === undefined
      ? endOf(unit, context.ports.clock.now())
      : ({ ok: true, value: recorded } as const);
  if (!until.ok) return { status: 'failed', error: until.error };
  const waiting: Waiting = { until: until.value, reason: 'wait' };
  const ended = resultOfWait(await context.timers.wait(path, waiting, signal));
  if (ended) return ended;
  return shapeOutput(step, path, scope, { body: { until: new Date(until.value).toISOString() } });
}

type End = { ok: true; value: Instant } | { ok: false; error: StepError };

function endOf({ step, path, scope }: Unit & { step: WaitStep }, now: Instant): End {
  const place = step.for ? 'for.seconds' : 'until';
  const template = step.for ? step.for.seconds : (step.until ?? null);
  const given = catchExpression(() => compileTemplate(template, place).evaluate(scope), path);
  if (!given.ok) return given;
  const until = step.for ? afterSeconds(given.value, now) : readWaitUntil(given.value);
  if (until !== undefined && until - now <= MAX_WAIT_DAYS * DAY_MS) return { ok: true, value: until };
  const wanted = step.for
    ? 'a number of seconds, 0 or more'
    : 'a time such as 2030-01-31T09:00:00Z, or Unix seconds';
  const message = `${place} must be ${wanted}, at most ${MAX_WAIT_DAYS} days ahead, but it is ${describeValue(given.value)}.`;
  return { ok: false, error: { code: 'invalid_input', message, step: path, path: place } };
}

function afterSeconds(value: JsonValue, now: Instant): Instant | undefined {
  return typeof value === 'number' && value >= 0 ? now + value * 1000 : undefined;
}
