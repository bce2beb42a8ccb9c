import { compileCondition } from '../conditions/compile-condition.js';
import { ExpressionError } from '../expressions/expression-error.js';
import type { Scope } from '../expressions/scope.js';
import type { Condition } from '../graph/condition-schema.js';

/**
 * Whether a condition holds over an answer, the root `response` of the scope. One that looks at something that the
 * answer doesn't have doesn't hold: nobody knows the shape of every answer, e.g. of a proxy's error page.
 */
export function holdsOverResponse(condition: Condition, place: string, scope: Scope): boolean {
  return ifInResponse(() => compileCondition(condition, place)(scope)) ?? false;
}

/** Runs something that evaluates expressions; undefined where the answer doesn't have what they look at. */
export function ifInResponse<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    const isMissing = error instanceof ExpressionError && error.code === 'missing';
    if (isMissing && /^response\b/.test(error.reference ?? '')) return undefined;
    throw error;
  }
}
