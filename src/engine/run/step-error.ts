import { ExpressionError } from '../expressions/expression-error.js';
import type { JsonObject } from '../json.js';
import type { StepError } from './event.js';

/** An expression's error as a step's. `path` is where in the step the expression stands. */
function expressionStepError(error: ExpressionError, step?: string): StepError {
  const { code, reference, suggestion } = error;
  const detail: JsonObject = { code, ...(reference && { reference }), ...(suggestion && { suggestion }) };
  return {
    code: 'expression',
    message: error.message,
    detail,
    ...(step !== undefined && { step }),
    ...(error.place !== undefined && error.place !== '' && { path: error.place }),
  };
}

/** Runs something that evaluates expressions; their errors come back as values, anything else is a bug and thrown on. */
export function catchExpression<T>(
  run: () => T,
  step?: string,
): { ok: true; value: T } | { ok: false; error: StepError } {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, error: expressionStepError(error, step) };
    throw error;
  }
}
