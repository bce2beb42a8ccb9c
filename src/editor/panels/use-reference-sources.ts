import { useMemo } from 'react';
import { ancestorsOf, type StepId } from '../../engine/index.js';
import type { ReferenceSource } from '../../forms/reference-source.js';
import { shapeOfRoot } from '../nodes/field-types.js';
import { stepName } from '../nodes/step-summary.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

/** Everything that a step may read: the flow's input and the outputs of the steps before it. */
export function useReferenceSources(stepId: StepId): ReferenceSource[] {
  const strings = useStrings();
  const graph = useEditorState((state) => state.graph);
  const steps = useEditorState((state) => state.steps);
  const run = useEditorState((state) => state.run);
  const connectorOf = useEditorState((state) => state.connectorOf);
  const inputSchema = useEditorState((state) => state.inputSchema);
  return useMemo(() => {
    const about = { steps, run, connectorOf, inputSchema };
    const sourceOf = (root: string, label: string): ReferenceSource => {
      const { schema, value } = shapeOfRoot(about, root);
      return { root, label, ...(schema && { schema }), ...(value !== undefined && { sample: value }) };
    };
    const ancestors = ancestorsOf(graph, stepId);
    const sources = graph.steps
      .filter((step) => ancestors.has(step.id) && step.id !== stepId)
      .map((step) =>
        sourceOf(
          step.id,
          stepName(step, step.type === 'connector' ? connectorOf.get(step.connector) : undefined),
        ),
      );
    return inputSchema === undefined ? sources : [sourceOf('input', strings.flowInput), ...sources];
  }, [graph, steps, run, connectorOf, inputSchema, stepId, strings]);
}
