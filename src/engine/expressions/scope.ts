import type { JsonValue } from '../json.js';

/**
 * What an expression's roots stand for. A root whose value is `undefined` is known but has nothing (a step
 * that was skipped): references to it are `missing`. A root that is no own property is `unknown_root`.
 */
export interface Scope {
  readonly [root: string]: JsonValue | undefined;
}
