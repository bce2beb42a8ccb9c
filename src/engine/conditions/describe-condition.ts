import { type Condition, isUnary } from '../graph/condition-schema.js';
import type { Template } from '../json.js';
import { OPERATOR_WORDS } from './operator-words.js';

/** Longest text of one side. */
const MAX_SIDE = 60;

/** A condition in words, e.g. `{{step_1.total}} is greater than 100 and {{input.vip}} is true`. */
export function describeCondition(condition: Condition): string {
  if ('all' in condition) return describeAll(condition.all, 'and', 'always');
  if ('any' in condition) return describeAll(condition.any, 'or', 'never');
  if ('not' in condition) return `not (${describeCondition(condition.not)})`;
  const { left, op, right = null } = condition;
  const start = `${describeSide(left)} ${OPERATOR_WORDS[op]}`;
  return isUnary(op) ? start : `${start} ${describeSide(right)}`;
}

function describeAll(conditions: readonly Condition[], word: string, none: string): string {
  if (conditions.length === 0) return none;
  const described = conditions.map((condition) => {
    const text = describeCondition(condition);
    return conditions.length > 1 && ('all' in condition || 'any' in condition) ? `(${text})` : text;
  });
  return described.join(` ${word} `);
}

/** Expressions as they are written, other text in quotes. */
function describeSide(side: Template): string {
  const text = typeof side === 'string' && side.includes('{{') ? side : JSON.stringify(side);
  return text.length > MAX_SIDE ? `${text.slice(0, MAX_SIDE)}…` : text;
}
