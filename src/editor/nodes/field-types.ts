import { schemaAt } from '../../forms/schema-at.js';
import { type DataType, dataTypeOf, typeOfSchema } from '../../ui/data-type.js';
import { type StepShape, shapeOf, valueAt } from '../flow/step-shape.js';
import type { WireSource } from '../store/edit.js';
import type { EditorState } from '../store/editor-state.js';

type Known = Pick<EditorState, 'steps' | 'run' | 'earlier' | 'connectorOf' | 'inputSchema'>;

/** What is known of the value of a root: a step's output or the flow's input. */
export function shapeOfRoot(state: Known, root: string): StepShape {
  if (root === 'input') {
    const schema = state.inputSchema === undefined ? {} : { schema: state.inputSchema };
    const input = state.run?.input;
    return input === undefined ? { ...schema, origin: 'schema' } : { ...schema, value: input, origin: 'run' };
  }
  const step = state.steps.get(root);
  if (step === undefined) return { origin: 'unknown' };
  const connector = step.type === 'connector' ? state.connectorOf.get(step.connector) : undefined;
  const ran = state.run?.steps[root];
  const earlier = state.earlier[root];
  return shapeOf(step, {
    ...(ran && { state: ran }),
    ...(earlier !== undefined && { earlier }),
    ...(connector && { connector }),
  });
}

/** The type of what lies at `path` of a shape, from its value where there is one, else from its schema. */
function typeAt(shape: StepShape, path: readonly (string | number)[]): DataType {
  const value = valueAt(shape.value, path);
  return value !== undefined && value !== null
    ? dataTypeOf(value)
    : typeOfSchema(shape.schema && schemaAt(shape.schema, path));
}

/** The type of what a wire carries. */
export function typeOfSource(state: Known, source: WireSource): DataType {
  return typeAt(shapeOfRoot(state, source.root), source.path);
}
