import type { Edge as FlowEdge, Node } from '@xyflow/react';
import {
  type ConnectorStep,
  type Edge,
  effectiveEdges,
  type Graph,
  type Step,
  type StepId,
  type StepState,
  setAtPlace,
  stepIdSchema,
  type Template,
} from '../../engine/index.js';
import type { ConnectorSummary } from '../connector-summary.js';
import { edgeKey, isSameEdge, makesCycle, outcomeOf, storedEdge } from '../store/graph-queries.js';
import { referenceText } from '../store/reference-text.js';
import { inputHandle, outcomeHandle, outputHandle, readHandle, sequenceHandles } from './flow-edges.js';
import { inputRows, isInside } from './node-rows.js';
import { fieldOf, readsOf } from './step-reads.js';

/** What a connector's node on a host's own canvas carries: plain data, fit to be saved. */
export interface ConnectorNodeData extends Record<string, unknown> {
  connector: ConnectorSummary;
  /** The values and expressions that it is given. Default: none. */
  input?: Template | undefined;
  /** What else its step has: a loop, a condition, retries, a pinned version. Default: nothing. */
  step?: ConnectorStep | undefined;
  /** How it stands in a run. */
  state?: StepState | undefined;
  /** Default: `system`. */
  theme?: 'system' | 'light' | 'dark' | undefined;
}

/** The name under which `connectorNodeTypes` knows the connector's node. */
export const CONNECTOR_NODE_TYPE = 'connectorAction';

export type ConnectorFlowNode = Node<ConnectorNodeData, typeof CONNECTOR_NODE_TYPE>;
export type StepDataNode = Node<{ step: Step }>;

export interface ToReactFlowOptions {
  /** Connector steps become connector nodes where their connector is among these. */
  connectors?: readonly ConnectorSummary[] | undefined;
}

/**
 * Makes nodes and edges for a host's own React Flow out of a graph: connector nodes for connector steps, and nodes
 * that carry `data.step`, typed by the step's type, for all others. Expressions become edges between field handles.
 * Steps without a position stand at 0, 0.
 */
export function toReactFlow(
  graph: Graph,
  { connectors = [] }: ToReactFlowOptions = {},
): { nodes: (ConnectorFlowNode | StepDataNode)[]; edges: FlowEdge[] } {
  const connectorOf = (step: Step) =>
    step.type === 'connector'
      ? connectors.find((each) => each.id === step.connector || each.slug === step.connector)
      : undefined;
  const shown = new Set(graph.steps.flatMap((step) => (connectorOf(step) ? [step.id] : [])));
  const nodes = graph.steps.map((step): ConnectorFlowNode | StepDataNode => {
    const position = step.position ?? { x: 0, y: 0 };
    const connector = connectorOf(step);
    if (connector === undefined || step.type !== 'connector') {
      return { id: step.id, type: step.type, position, data: { step } };
    }
    return { id: step.id, type: CONNECTOR_NODE_TYPE, position, data: { connector, input: step.input, step } };
  });
  const order = effectiveEdges(graph).map((edge): FlowEdge => {
    const { source, target } = edge;
    const from = shown.has(source) ? { sourceHandle: outcomeHandle(outcomeOf(edge)) } : {};
    const to = shown.has(target) ? { targetHandle: sequenceHandles.in } : {};
    return { id: edgeKey(edge), source, target, ...from, ...to, data: { edge } };
  });
  const wires = graph.steps.flatMap((step) => {
    const rows = shown.has(step.id) ? inputRows(step, connectorOf(step)) : [];
    return readsOf(step).flatMap(({ root, path, place }): FlowEdge[] => {
      const row = rows.find((each) => isInside(place, each.place));
      if (row === undefined || !shown.has(root)) return [];
      const sourceHandle = outputHandle(fieldOf(path));
      const targetHandle = inputHandle(row.place);
      return [
        {
          id: `wire:${step.id}:${place}:${root}:${path.join('.')}`,
          source: root,
          target: step.id,
          sourceHandle,
          targetHandle,
        },
      ];
    });
  });
  return { nodes, edges: [...order, ...wires] };
}

/** A step's id made of a node's: what an id may not hold becomes `_`; one that is taken gets a number. */
function stepIdFor(nodeId: string, taken: ReadonlySet<StepId>): StepId {
  const plain = nodeId.replaceAll(/\W/g, '_').slice(0, 60);
  const base = stepIdSchema.safeParse(plain).success ? plain : `step_${plain}`.slice(0, 60);
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}_${number}`;
  return id;
}

function stepOfNode({ data }: Node, id: StepId): Step | undefined {
  const { step, connector, input } = data as { step?: Step; connector?: ConnectorSummary; input?: Template }; // the host's: only these keys are read
  if (connector === undefined) return step && { ...step, id };
  const named = { id, name: connector.name, connector: connector.slug };
  // Of a step that calls another connector, nothing holds for this one.
  const isItsOwn =
    step?.type === 'connector' && (step.connector === connector.slug || step.connector === connector.id);
  return { ...named, ...(isItsOwn && step), type: 'connector', id, input: input ?? {} };
}

function edgeOfLine(line: FlowEdge, source: StepId, target: StepId): Edge {
  const { edge } = (line.data ?? {}) as { edge?: Edge }; // as above
  const from = readHandle(line.sourceHandle);
  const drawn = from?.kind === 'sequence_out' ? from.on : undefined;
  return storedEdge({ source, target, on: edge?.on ?? drawn });
}

/**
 * Makes a graph out of a host's nodes and edges. Connector nodes, and nodes with a step in `data.step`, become steps
 * with their node's position, and its id as far as a step's id may be so; all others, and the edges at them, are left
 * out. A line between two field handles writes its expression, unless that place already has one; one from a handle
 * `seq:way:<case>` follows that case of a branch. A line that would close a circle is left out.
 */
export function fromReactFlow(nodes: readonly Node[], edges: readonly FlowEdge[]): Graph {
  const steps = new Map<string, Step>();
  const ids = new Set<StepId>();
  for (const node of nodes) {
    const id = stepIdFor(node.id, ids);
    const step = stepOfNode(node, id);
    if (step === undefined) continue;
    ids.add(id);
    steps.set(node.id, { ...step, position: { x: node.position.x, y: node.position.y } });
  }
  let graph: Graph = { steps: [], edges: [] };
  graph.steps.push(...steps.values());
  for (const line of edges) {
    const source = steps.get(line.source);
    const target = steps.get(line.target);
    if (source === undefined || target === undefined || makesCycle(graph, source.id, target.id)) continue;
    const edge = edgeOfLine(line, source.id, target.id);
    const known = graph.edges ?? [];
    if (!known.some((each) => isSameEdge(each, edge))) graph = { ...graph, edges: [...known, edge] };
    const from = readHandle(line.sourceHandle);
    const to = readHandle(line.targetHandle);
    if (from?.kind !== 'output' || to?.kind !== 'input') continue;
    if (readsOf(target).some((read) => read.root === source.id && isInside(read.place, to.place))) continue;
    const path = from.field === '' ? [] : [from.field];
    const wired = setAtPlace(target, to.place, referenceText({ root: source.id, path }));
    steps.set(line.target, wired);
    graph = { ...graph, steps: graph.steps.map((step) => (step.id === wired.id ? wired : step)) };
  }
  return graph;
}
