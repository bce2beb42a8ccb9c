import { useMemo } from 'react';
import { ancestorsOf, isReference, type JsonSchema, type Step } from '../../engine/index.js';
import type { ReferenceSource } from '../../forms/reference-source.js';
import { asSchema, schemaAt } from '../../forms/schema-at.js';
import { type StepShape, valueAt } from '../flow/step-shape.js';
import { shapeOfRoot } from '../nodes/field-types.js';
import { stepName } from '../nodes/step-summary.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

export interface ReferenceSourcesOptions {
  /** Whether a loop offers its item and index. Default: true. */
  withItem?: boolean;
}

const indexSchema: JsonSchema = { type: 'integer' };

/**
 * Everything that a step may read: the flow's input, the outputs of the steps before it, and the item of its own loop.
 */
export function useReferenceSources(
  step: Pick<Step, 'id' | 'forEach'>,
  { withItem = true }: ReferenceSourcesOptions = {},
): ReferenceSource[] {
  const strings = useStrings();
  const graph = useEditorState((state) => state.graph);
  const steps = useEditorState((state) => state.steps);
  const run = useEditorState((state) => state.run);
  const earlier = useEditorState((state) => state.earlier);
  const connectorOf = useEditorState((state) => state.connectorOf);
  const inputSchema = useEditorState((state) => state.inputSchema);
  const { id } = step;
  const items = withItem ? step.forEach?.items : undefined;
  return useMemo(() => {
    const about = { steps, run, earlier, connectorOf, inputSchema };
    const sourceOf = (root: string, label: string): ReferenceSource => {
      const { schema, value } = shapeOfRoot(about, root);
      return { root, label, ...(schema && { schema }), ...(value !== undefined && { sample: value }) };
    };
    const ancestors = ancestorsOf(graph, id);
    const sources = graph.steps
      .filter((each) => ancestors.has(each.id) && each.id !== id)
      .map((each) =>
        sourceOf(
          each.id,
          stepName(each, each.type === 'connector' ? connectorOf.get(each.connector) : undefined),
        ),
      );
    if (inputSchema !== undefined) sources.unshift(sourceOf('input', strings.flowInput));
    if (items === undefined) return sources;
    const list = typeof items === 'string' ? isReference(items) : undefined;
    const item = list ? itemShape(shapeOfRoot(about, list.root), list.path) : {};
    return [
      { root: 'item', label: strings.loopItem, ...item },
      { root: 'index', label: strings.loopIndex, schema: indexSchema },
      ...sources,
    ];
  }, [graph, steps, run, earlier, connectorOf, inputSchema, id, items, strings]);
}

/** What is known of an item of the list at that path. */
function itemShape(
  { schema, value }: StepShape,
  path: readonly (string | number)[],
): Pick<ReferenceSource, 'schema' | 'sample'> {
  const list = valueAt(value, path);
  const sample = Array.isArray(list) ? list[0] : undefined;
  const items = asSchema((schema && schemaAt(schema, path))?.items);
  return { ...(items && { schema: items }), ...(sample !== undefined && { sample }) };
}
