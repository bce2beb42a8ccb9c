import { httpStep } from './engine.js';

export const request = (more: object) => ({ method: 'GET' as const, url: 'https://api.test/', ...more });
export const step = (more: object) => ({ steps: [{ ...httpStep({ id: 'a' }), ...more }] });
export const branch = (...ids: string[]) => ({
  id: 'a',
  type: 'branch' as const,
  cases: ids.map((id) => ({ id, when: { left: 1, op: 'equals' as const, right: 1 } })),
});
export const when = (condition: object) => step({ when: condition });
export const wait = (more: object) => ({ steps: [{ id: 'a', type: 'wait', ...more }] });
