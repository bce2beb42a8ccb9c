import { atPlace, compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { createBudget, MAX_LITERAL_DEPTH } from '../expressions/limits.js';
import type { Scope } from '../expressions/scope.js';
import { type Comparison, type Condition, isUnary } from '../graph/condition-schema.js';
import type { JsonValue } from '../json.js';
import { rememberedAt } from '../remembered.js';
import { operandError } from './check-operands.js';
import { BINARY, UNARY } from './operators.js';
import { readPattern } from './read-pattern.js';

/** Whether a condition holds. Throws `ExpressionError`. */
export type EvaluateCondition = (scope: Scope) => boolean;

/**
 * Compiles a condition, once for each object and place. `place` is where it stands in its step, e.g. `when`.
 * `all` and `any` stop at the first that decides. Throws an `ExpressionError` where a template or pattern in it
 * can't be read, an operator has too many or too few sides, or it is nested more than 64 deep.
 */
export const compileCondition = rememberedAt(
  (condition: Condition, place: string): EvaluateCondition => compile(condition, place, 0),
);

function compile(condition: Condition, place: string, depth: number): EvaluateCondition {
  if (depth > MAX_LITERAL_DEPTH)
    throw new ExpressionError('limit', 'This condition is nested more than 64 deep.', { place });
  if ('all' in condition) {
    const all = compileList(condition.all, `${place}.all`, depth);
    return (scope) => all.every((holds) => holds(scope));
  }
  if ('any' in condition) {
    const any = compileList(condition.any, `${place}.any`, depth);
    return (scope) => any.some((holds) => holds(scope));
  }
  if ('not' in condition) {
    const holds = compile(condition.not, `${place}.not`, depth + 1);
    return (scope) => !holds(scope);
  }
  return compileComparison(condition, place);
}

function compileList(conditions: readonly Condition[], place: string, depth: number): EvaluateCondition[] {
  return conditions.map((condition, index) => compile(condition, `${place}[${index}]`, depth + 1));
}

function compileComparison(comparison: Comparison, place: string): EvaluateCondition {
  const wrong = operandError(comparison);
  if (wrong !== undefined) throw new ExpressionError('syntax', wrong, { place });
  const { op, right = null } = comparison;
  const left = compileTemplate(comparison.left, `${place}.left`);
  if (isUnary(op)) {
    const test = UNARY[op];
    return (scope) => test(valueOrMissing(() => left.evaluate(scope)));
  }
  const other = compileTemplate(right, `${place}.right`);
  if (op === 'matches' && typeof right === 'string' && !right.includes('{{'))
    atPlace(`${place}.right`, () => readPattern(right));
  const compare = BINARY[op];
  return (scope) => {
    const first = left.evaluate(scope);
    const second = other.evaluate(scope);
    return atPlace(place, () => compare(first, second, createBudget()));
  };
}

/** Undefined where a reference finds nothing; what else is wrong stays an error. */
function valueOrMissing(evaluate: () => JsonValue): JsonValue | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof ExpressionError && error.code === 'missing') return undefined;
    throw error;
  }
}
