import type { JsonValue } from '../json.js';
import { isJsonObject } from '../json-operations.js';
import { ExpressionError } from './expression-error.js';
import { type Budget, MAX_RESULT_DEPTH, MAX_RESULT_LENGTH, spendSize } from './limits.js';

interface Measure {
  /** About as many characters as its JSON has. */
  size: number;
  /** How many objects and lists lie in one another. */
  depth: number;
}

/** Large values go through many evaluations: each is measured once, as long as it is there. */
const measures = new WeakMap<object, Measure>();
/** Smaller ones are measured again as fast as they are looked up. */
const MIN_REMEMBERED = 2_000;

/**
 * Counts a value that becomes part of a result, `depth` levels below its top. Results share values instead
 * of copying them: without this, a short template could stand for more JSON than fits anywhere, and steps
 * that wrap each other's results for JSON too deep to be written.
 */
export function spendResult(value: JsonValue, depth: number, budget: Budget): void {
  if (typeof value === 'string') spendSize(budget, value.length);
  if (typeof value !== 'object' || value === null) return;
  let measure = measures.get(value);
  if (!measure) {
    measure = { size: 0, depth: 0 };
    add(value, 1, measure);
    if (measure.size >= MIN_REMEMBERED) measures.set(value, measure);
  }
  checkDepth(depth + measure.depth);
  spendSize(budget, measure.size);
}

/** Recurses as deep as the limit, and looks at no more than the limit. */
function add(value: JsonValue, depth: number, measure: Measure): void {
  measure.size += typeof value === 'string' ? value.length + 2 : 4;
  if (measure.size > MAX_RESULT_LENGTH || typeof value !== 'object' || value === null) return;
  checkDepth(depth);
  measure.depth = Math.max(measure.depth, depth);
  if (Array.isArray(value)) for (const item of value) add(item, depth + 1, measure);
  if (!isJsonObject(value)) return;
  for (const key of Object.keys(value)) {
    measure.size += key.length + 3;
    add(value[key] ?? null, depth + 1, measure);
  }
}

function checkDepth(depth: number): void {
  if (depth <= MAX_RESULT_DEPTH) return;
  throw new ExpressionError('limit', 'This value is nested more than 256 deep. Use a part of the data.');
}
