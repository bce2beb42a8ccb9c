import { compileTemplate } from '../expressions/compile-template.js';
import { describeValue } from '../expressions/functions/define-function.js';
import type { ForEach } from '../graph/step-base.js';
import { stepReferences } from '../graph/step-templates.js';
import type { JsonObject, JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import { createAbort } from './abort.js';
import type { StepError, StepPath } from './event.js';
import { narrowScope } from './narrow-scope.js';
import type { RunContext } from './run-context.js';
import { runUnit, type Unit, type UnitResult } from './run-unit.js';
import { catchExpression } from './step-error.js';
import { nameOf } from './step-name.js';
import type { StepResult } from './step-result.js';

/**
 * Runs a step once for each item of a list, some at a time. The results are a list in the order of the items,
 * whatever the order in which they come. Items that the journal has already are taken from there.
 */
export async function runLoop(context: RunContext, unit: Unit, forEach: ForEach): Promise<UnitResult> {
  const { step, path } = unit;
  const { clock } = context.ports;
  const startedAt = clock.now();
  const ended = (result: StepResult): UnitResult => ({ result, durationMs: clock.now() - startedAt });
  const items = itemsOf(unit, forEach, context.limits.items);
  const excess =
    context.countStep(path) ?? (items.ok ? context.countItems(path, items.value.length) : undefined);
  const wasAnnounced = context.recorded.get(path)?.items !== undefined;
  if (!wasAnnounced) {
    context[items.ok && !excess ? 'emit' : 'hold']({
      type: 'step_started',
      step: path,
      ...nameOf(step),
      ...(items.ok && { items: items.value.length }),
    });
  }
  if (!items.ok) return ended({ status: 'failed', error: items.error });
  if (excess) return ended({ status: 'failed', error: { ...excess, step: path } });
  const count = Math.min(forEach.concurrency ?? 1, items.value.length);
  const loop = createLoop(context, unit, {
    collects: forEach.onItemError === 'collect',
    items: items.value,
    lanes: count,
  });
  for (let lane = 1; lane < count; lane++) context.timers.work();
  await Promise.all(Array.from({ length: count }, () => loop.runLane()));
  return ended(loop.conclude());
}

type Items = { ok: true; value: readonly JsonValue[] } | { ok: false; error: StepError };

function itemsOf({ path, scope }: Unit, { items }: ForEach, limit: number): Items {
  const given = catchExpression(() => compileTemplate(items, 'forEach.items').evaluate(scope), path);
  if (!given.ok) return given;
  const { value } = given;
  const failed = (code: StepError['code'], message: string): Items => ({
    ok: false,
    error: { code, message, step: path, path: 'forEach.items' },
  });
  if (!Array.isArray(value))
    return failed('invalid_input', `forEach.items must be a list, but it is ${describeValue(value)}.`);
  if (value.length <= limit) return { ok: true, value };
  return failed(
    'limit',
    `This loop has ${value.length} items; ${limit} is the most. Split the list over several runs.`,
  );
}

interface LoopOptions {
  items: readonly JsonValue[];
  /** A failure stands in the place of its item, instead of ending the loop. */
  collects: boolean;
  /** How many items run at once. */
  lanes: number;
}

function createLoop(context: RunContext, unit: Unit, { items, collects, ...options }: LoopOptions) {
  const { step, path, scope } = unit;
  const references = stepReferences(step);
  const abort = createAbort(unit.signal);
  const outputs: JsonValue[] = [];
  /** Of the item that comes first in the list, so that it doesn't matter which failed first in time. */
  let failure: { index: number; error: StepError } | undefined;
  let open: 'cancelled' | 'parked' | undefined;
  let next = 0;
  let { lanes } = options;

  function take(index: number, result: StepResult): void {
    switch (result.status) {
      case 'succeeded':
        outputs[index] = result.output;
        return;
      case 'failed': {
        const { error } = result;
        if (collects) {
          outputs[index] = { error: shownError(error) };
        } else if (!failure || index < failure.index) {
          failure = { index, error };
          abort.abort();
        }
        return;
      }
      case 'cancelled':
        open ??= 'cancelled';
        return;
      case 'parked':
        open = 'parked';
        return;
      default:
        unreachable(result);
    }
  }

  /** Records how an item ended, and gives that as it is stored. */
  function record(item: StepPath, { result, durationMs }: UnitResult): StepResult {
    switch (result.status) {
      case 'succeeded': {
        const { output } = result;
        return {
          ...result,
          output: context.emit({ type: 'step_succeeded', step: item, output, durationMs }).output,
        };
      }
      case 'failed': {
        const { error } = result;
        const event = { type: 'step_failed', step: item, error, durationMs, handled: collects } as const;
        return { ...result, error: context.emit(event).error };
      }
      case 'cancelled':
        context.emit({ type: 'step_cancelled', step: item });
        return result;
      case 'parked':
        return result;
      default:
        return unreachable(result);
    }
  }

  /** Runs one item after another, until none is left. One that is parked keeps its lane. */
  async function runLane(): Promise<void> {
    while (next < items.length && !abort.signal.aborted && open !== 'parked') {
      const index = next++;
      const itemPath = `${path}[${index}]`;
      const recorded = recordedResult(context, itemPath);
      if (recorded) {
        take(index, recorded);
        continue;
      }
      const own = { item: items[index] ?? null, index };
      const ended = await runUnit(context, {
        ...unit,
        path: itemPath,
        scope: narrowScope(scope, references, own),
        signal: abort.signal,
      });
      take(index, record(itemPath, ended));
    }
    lanes -= 1;
    if (lanes > 0) context.timers.rest();
  }

  function conclude(): StepResult {
    const { aborted } = unit.signal;
    abort.dispose();
    if (failure) return { status: 'failed', error: failure.error };
    if (aborted) return { status: 'cancelled' };
    return open ? { status: open } : { status: 'succeeded', output: outputs };
  }

  return { runLane, conclude };
}

/** What stands in the place of an item that failed. */
function shownError({ code, message, status }: StepError): JsonObject {
  return { code, message, ...(status !== undefined && { status }) };
}

/** How the journal says that an item ended. */
function recordedResult({ recorded }: RunContext, path: StepPath): StepResult | undefined {
  const item = recorded.get(path);
  if (item?.status === 'succeeded') return { status: 'succeeded', output: item.output ?? null };
  if (item?.status === 'failed' && item.error) return { status: 'failed', error: item.error };
  return item?.status === 'cancelled' ? { status: 'cancelled' } : undefined;
}
