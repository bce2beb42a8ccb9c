import { type JsonValue, placeWithin } from '../../engine/index.js';
import { isEqualJson } from '../flow/is-equal-json.js';
import { isObject } from '../flow/step-shape.js';

/**
 * The smallest place that holds everything in which two versions of a value differ, and what stands there now
 * (`undefined`: nothing any more). `undefined` where they don't differ.
 */
export function changedPlace(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  place: string,
): { place: string; value: JsonValue | undefined } | undefined {
  if (isEqualJson(before, after)) return undefined;
  if (!isObject(before) || !isObject(after)) return { place, value: after };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => !isEqualJson(before[key], after[key]));
  const [key] = changed;
  if (changed.length !== 1 || key === undefined) return { place, value: after };
  return changedPlace(before[key], after[key], placeWithin(place, key));
}
