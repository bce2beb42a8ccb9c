import type { Step } from '../engine/index.js';
import type { RunStrings } from './run-strings.js';

/** What a way out of a branch is called: its case's name, or else the case's id. */
export function wayName(step: Step | undefined, way: string, strings: RunStrings): string {
  if (way === 'else') return strings.otherwise;
  const known = step?.type === 'branch' ? step.cases.find(({ id }) => id === way) : undefined;
  return known?.name || way;
}
