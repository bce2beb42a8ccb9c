import { useNodesData, useReactFlow } from '@xyflow/react';
import type { ConnectorFlowNode, ConnectorNodeData } from '../editor/flow/react-flow.js';
import type { StepState, Template } from '../engine/index.js';

export interface ConnectorNode {
  data: ConnectorNodeData;
  /** Replaces all that the connector is given. */
  setInput(input: Template): void;
  /** Shows how it stands in a run; `undefined`: not run. */
  setState(state: StepState | undefined): void;
}

/**
 * A connector's node on the host's own canvas, by its id: what it holds, and how to change that. `undefined` where
 * there is no such node. Works anywhere inside the host's `ReactFlow` or `ReactFlowProvider`.
 */
export function useConnectorNode(id: string): ConnectorNode | undefined {
  const node = useNodesData<ConnectorFlowNode>(id);
  const { updateNodeData } = useReactFlow();
  if (node?.data.connector === undefined) return undefined;
  return {
    data: node.data,
    setInput: (input) => updateNodeData(id, { input }),
    setState: (state) => updateNodeData(id, { state }),
  };
}
