import { ExpressionError } from '../expressions/expression-error.js';
import { compilePattern, type Pattern } from '../expressions/pattern/compile-pattern.js';

/** The pattern of a `matches`. Throws an `ExpressionError` (`syntax`, `limit`) for text that is none. */
export function readPattern(text: string): Pattern {
  const pattern = compilePattern(text, { isExtended: true });
  if ('problem' in pattern) throw new ExpressionError(pattern.problem, pattern.message);
  return pattern;
}
