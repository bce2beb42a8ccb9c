import { ExpressionError } from '../expressions/expression-error.js';
import { describeValue } from '../expressions/functions/define-function.js';
import type { JsonValue } from '../json.js';

/** Text, numbers and booleans as they stand in a URL or header; anything else is a `type` error at that place. */
export function scalarText(value: JsonValue, place: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ExpressionError(
    'type',
    `${place} must be text or a number here, but it is ${describeValue(value)}.`,
    {
      place,
    },
  );
}
