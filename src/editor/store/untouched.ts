import type { StepId } from '../../engine/index.js';
import { isInside } from '../flow/node-rows.js';

/** What was just added to a step. What it still needs is no mistake before somebody has come to it. */
export interface Untouched {
  stepId: StepId;
  /** Where it stands in the step; `''` is the whole step. */
  places: readonly string[];
}

export function isUntouched(untouched: Untouched | undefined, stepId: StepId, path: string): boolean {
  if (untouched?.stepId !== stepId) return false;
  return untouched.places.some((place) => place === '' || isInside(path, place));
}

export function withUntouched(
  untouched: Untouched | undefined,
  stepId: StepId,
  places: readonly string[],
): Untouched {
  const before = untouched?.stepId === stepId ? untouched.places : [];
  return { stepId, places: [...before, ...places] };
}

/** Whether the step that something was added to is all that is selected. */
export function isOnly(selectedIds: readonly StepId[], untouched: Untouched | undefined): boolean {
  return selectedIds.length === 1 && selectedIds[0] === untouched?.stepId;
}

/** Without what stands at or inside a place; `place` absent: nothing is new any more. */
export function withoutUntouched(
  untouched: Untouched | undefined,
  place: string | undefined,
): Untouched | undefined {
  if (untouched === undefined || place === undefined) return undefined;
  return { ...untouched, places: untouched.places.filter((each) => !isInside(each, place)) };
}
