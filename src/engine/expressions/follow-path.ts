import type { JsonValue } from '../json.js';
import { isJsonObject } from '../json-operations.js';

/** The direct walk that nearly every reference is, over the first so many names and indices of its path. */
export function followPath(
  from: JsonValue | undefined,
  path: readonly (string | number)[],
  length: number,
): JsonValue | undefined {
  let value = from;
  for (let index = 0; index < length; index++) {
    const key = path[index];
    if (typeof key === 'string') {
      if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    } else if (key !== undefined) {
      if (!Array.isArray(value)) return undefined;
      value = value[key < 0 ? value.length + key : key];
    }
  }
  return value;
}
