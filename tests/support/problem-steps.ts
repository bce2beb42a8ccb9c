import type { ValidationContext } from '#engine';
import { httpStep } from './engine.js';

export interface Example {
  graph: unknown;
  /** Where it is, with the step before a colon. */
  at?: string;
  context?: ValidationContext;
  /** What the fix that is offered makes of the value at its place. */
  fixed?: unknown;
}

export const request = (more: object) => ({ method: 'GET' as const, url: 'https://api.test/', ...more });
export const step = (more: object) => ({ steps: [{ ...httpStep({ id: 'a' }), ...more }] });
export const branch = (...ids: string[]) => ({
  id: 'a',
  type: 'branch' as const,
  cases: ids.map((id) => ({ id, when: { left: 1, op: 'equals' as const, right: 1 } })),
});
export const when = (condition: object) => step({ when: condition });
export const wait = (more: object) => ({ steps: [{ id: 'a', type: 'wait', ...more }] });
