import { useDeferredValue, useMemo } from 'react';
import { type JsonSchema, type Problem, validateGraph } from '../../engine/index.js';
import type { ConnectorSummary } from '../connector-summary.js';
import type { CredentialSummary } from '../credential-summary.js';
import { indexConnectors } from '../store/editor-state.js';
import { useEditorState } from '../store/use-editor.js';

/** What a graph is checked against: the flow's input, what the connectors take and give, and the credentials' slots. */
export function validationContext(
  inputSchema: JsonSchema | undefined,
  connectors: readonly ConnectorSummary[] | undefined,
  credentials: readonly CredentialSummary[] | undefined,
): Parameters<typeof validateGraph>[1] {
  const known = {
    ...(inputSchema && { inputSchema }),
    ...(credentials && { slots: credentials.map(({ slot, fields }) => ({ slot, fields })) }),
  };
  // What is still loading is not missing.
  if (connectors === undefined) return known;
  const connectorOf = indexConnectors(connectors);
  return {
    ...known,
    connectors: (name) => {
      const connector = connectorOf.get(name);
      if (connector === undefined) return undefined;
      const { inputSchema: input, outputSchema: output } = connector;
      return {
        name: connector.name,
        definition: {
          graph: { steps: [] },
          ...(input && { inputSchema: input }),
          ...(output && { outputSchema: output }),
        },
      };
    },
  };
}

/**
 * What is wrong with the graph. It is worked out after what the user does has been shown, so that typing never
 * waits for it.
 */
export function useProblems(): readonly Problem[] {
  const graph = useDeferredValue(useEditorState((state) => state.graph));
  const inputSchema = useEditorState((state) => state.inputSchema);
  const connectors = useEditorState((state) => state.connectors);
  const credentials = useEditorState((state) => state.credentials);
  return useMemo(
    () =>
      graph.steps.length === 0
        ? []
        : validateGraph(graph, validationContext(inputSchema, connectors, credentials)),
    [graph, inputSchema, connectors, credentials],
  );
}
