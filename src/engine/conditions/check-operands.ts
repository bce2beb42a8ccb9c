import { type Comparison, isUnary } from '../graph/condition-schema.js';
import { OPERATOR_WORDS } from './operator-words.js';

/** What is wrong with the number of sides that a comparison has, in words for people. */
export function operandError({ op, right }: Comparison): string | undefined {
  const words = `'${OPERATOR_WORDS[op]}'`;
  if (isUnary(op))
    return right === undefined ? undefined : `${words} looks at one value only. Take the right side out.`;
  return right === undefined ? `${words} needs something to compare with on its right side.` : undefined;
}
