import { checkValue, type Definition, formatPlace, type JsonValue, withDefaults } from '#engine';
import { Problem } from '../problem.js';

export type PreparedInput =
  | { ok: true; input: JsonValue }
  /** What doesn't fit, place by place (`input.userId`). */
  | { ok: false; errors: { path: string; message: string }[] };

/** A run's input with the schema's defaults filled in, and checked against it. Nothing given: an empty form. */
export function prepareInput(given: JsonValue | undefined, { inputSchema }: Definition): PreparedInput {
  if (!inputSchema) return { ok: true, input: given ?? null };
  const input = withDefaults(inputSchema, given ?? {});
  const issues = checkValue(inputSchema, input);
  if (issues.length === 0) return { ok: true, input };
  const errors = issues.map(({ path, message }) => ({ path: formatPlace(['input', ...path]), message }));
  return { ok: false, errors };
}

/** The input, or the Problem that says what doesn't fit. */
export function refuseInvalidInput(prepared: PreparedInput): JsonValue {
  if (prepared.ok) return prepared.input;
  const { errors } = prepared;
  throw new Problem('invalid_input', `Check the input: ${errors[0]?.message}`, { errors });
}
