import type { Step } from '../graph/step-schema.js';

/** The name as events carry it. */
export function nameOf(step: Step | undefined): { name?: string } {
  return step?.name === undefined ? {} : { name: step.name };
}
