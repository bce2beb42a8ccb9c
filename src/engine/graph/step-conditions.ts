import { remembered } from '../remembered.js';
import type { Condition } from './condition-schema.js';
import type { Step } from './step-schema.js';

/** A condition of a step, where it stands in it, and how many others it stands in. */
export interface StepCondition {
  place: string;
  condition: Condition;
  depth: number;
}

/**
 * All conditions of a step in the order in which they stand, each before those in it. Computed once for each step
 * object; never recurses.
 */
export const stepConditions = remembered((step: Step): readonly StepCondition[] => {
  const found: StepCondition[] = [];
  const pending = ownConditions(step).reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { place, condition, depth } = next;
    // An editor also reads what was never checked, and may be half filled in.
    if (typeof condition !== 'object' || condition === null) continue;
    found.push(next);
    if ('not' in condition)
      pending.push({ place: `${place}.not`, condition: condition.not, depth: depth + 1 });
    const word = 'all' in condition ? 'all' : 'any';
    const joined = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
    for (let index = joined.length; index-- > 0; ) {
      const part = joined[index];
      if (part) pending.push({ place: `${place}.${word}[${index}]`, condition: part, depth: depth + 1 });
    }
  }
  return found;
});

function ownConditions(step: Step): StepCondition[] {
  const own: StepCondition[] = [];
  const add = (place: string, condition: Condition | undefined) => {
    if (condition) own.push({ place, condition, depth: 0 });
  };
  add('when', step.when);
  if (step.type === 'branch')
    for (const [index, { when }] of (step.cases ?? []).entries()) add(`cases[${index}].when`, when);
  if (step.type !== 'http') return own;
  for (const [index, { when }] of (step.classify ?? []).entries()) add(`classify[${index}].when`, when);
  add('pagination.stopWhen', step.pagination?.stopWhen);
  add('poll.until', step.poll?.until);
  add('reconcile.found', step.reconcile?.found);
  return own;
}
