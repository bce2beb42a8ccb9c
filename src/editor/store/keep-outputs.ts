import type { JsonValue, RunState, StepId } from '../../engine/index.js';

/** The last known output of each step, by id. */
export type EarlierOutputs = Readonly<Record<StepId, JsonValue>>;

/**
 * The outputs known so far, with those of a run that `next` has nothing for in the place of older ones; the same object
 * where there are none.
 */
export function keepOutputs(
  known: EarlierOutputs,
  run: RunState | undefined,
  next: RunState | undefined,
): EarlierOutputs {
  const outputs = Object.entries(run?.steps ?? {}).flatMap(([id, { output }]) =>
    output === undefined || known[id] === output || next?.steps[id]?.output !== undefined
      ? []
      : [[id, output] as const],
  );
  return outputs.length === 0 ? known : { ...known, ...Object.fromEntries(outputs) };
}
