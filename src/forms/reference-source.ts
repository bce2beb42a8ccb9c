import type { JsonSchema, JsonValue } from '../engine/index.js';

/** Something whose data a field may refer to: an earlier step, the input, the item of a loop. */
export interface ReferenceSource {
  /** The root of the expression, like `step_1` or `input`. */
  root: string;
  /** What people call it, like `Fetch user`. */
  label: string;
  /** What it will be. */
  schema?: JsonSchema | undefined;
  /** What it was last time: values are shown from it, and fields the schema doesn't name are listed. */
  sample?: JsonValue | undefined;
}
