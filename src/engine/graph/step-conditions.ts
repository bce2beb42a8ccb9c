import type { Condition } from './condition-schema.js';
import type { Step } from './step-schema.js';

/** A condition of a step, where it stands in it, and how many others it stands in. */
export interface StepCondition {
  place: string;
  condition: Condition;
  depth: number;
}

/** All conditions of a step, also those that stand in others. Never recurses, so it can't overflow. */
export function stepConditions(step: Step): StepCondition[] {
  const found: StepCondition[] = [];
  const add = (place: string, condition: Condition | undefined, depth = 0) => {
    // An editor also reads what was never checked, and may be half filled in.
    if (typeof condition === 'object' && condition !== null) found.push({ place, condition, depth });
  };
  const addAll = (place: string, list: readonly { when: Condition }[] = []) => {
    for (const [index, { when }] of list.entries()) add(`${place}[${index}].when`, when);
  };
  add('when', step.when);
  if (step.type === 'branch') addAll('cases', step.cases);
  if (step.type === 'http') {
    addAll('classify', step.classify);
    add('pagination.stopWhen', step.pagination?.stopWhen);
    add('poll.until', step.poll?.until);
    add('reconcile.found', step.reconcile?.found);
  }
  for (const { place, condition, depth } of found) {
    if ('not' in condition) add(`${place}.not`, condition.not, depth + 1);
    const [word, list] =
      'all' in condition ? ['all', condition.all] : 'any' in condition ? ['any', condition.any] : ['', []];
    for (const [index, each] of list.entries()) add(`${place}.${word}[${index}]`, each, depth + 1);
  }
  return found;
}
