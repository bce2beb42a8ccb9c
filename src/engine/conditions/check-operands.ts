import { type Comparison, isUnary } from '../graph/condition-schema.js';
import { OPERATOR_WORDS } from './operator-words.js';

/** What is wrong with the number of sides that a comparison has, in words for people. */
export function operandError({ op, right }: Comparison): string | undefined {
  const words = `'${OPERATOR_WORDS[op]}'`;
  if (isUnary(op)) return right === undefined ? undefined : `${words} needs no right side. Take it out.`;
  return right === undefined ? `${words} needs a right side. Fill it in.` : undefined;
}
