import type { StepPath } from '../engine/index.js';
import type { RunStrings } from './run-strings.js';
import { itemIndexOf, itemNumbersOf, parentOf } from './step-path.js';

/** What a step of a run is called, and for which item it ran where it lies in a loop. */
export function pathName(path: StepPath, stepName: (path: StepPath) => string, strings: RunStrings): string {
  const numbers = itemNumbersOf(path);
  if (numbers.length === 0) return stepName(path);
  const loop = itemIndexOf(path) === undefined ? undefined : parentOf(path);
  return strings.ofItem(stepName(loop ?? path), numbers.join('.'));
}
