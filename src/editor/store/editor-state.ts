import type { Edge, Graph, JsonSchema, RunState, Step, StepId } from '../../engine/index.js';
import type { ConnectorSummary } from '../connector-summary.js';
import type { CredentialSummary } from '../credential-summary.js';
import type { Conversion } from '../flow/fit.js';
import { type EditorFlowEdge, flowEdges, type WireFlowEdge, wiresOf } from '../flow/flow-edges.js';
import { flowNodes, type StepFlowNode } from '../flow/flow-nodes.js';
import { inputRows, isInside } from '../flow/node-rows.js';
import { countUses, type FieldUses, readsOf, type StepRead } from '../flow/step-reads.js';
import type { Edit, GraphPatch, Refusal, WireSource, WireTarget } from './edit.js';
import { outcomeOf, type Reader } from './graph-queries.js';
import type { History } from './history.js';
import type { EarlierOutputs } from './keep-outputs.js';
import type { Untouched } from './untouched.js';

/** Who made a change: the user, undo and redo, the automatic layout, or the host. */
export type ChangeOrigin = 'user' | 'undo' | 'layout' | 'remote';

export interface GraphChange {
  patches: readonly GraphPatch[];
  inverse: readonly GraphPatch[];
  origin: ChangeOrigin;
}

/** What just happened, for the live region. `id` tells one from the next. */
export type Notice = { id: number } & (
  | { kind: 'done'; edit: Edit }
  | { kind: 'refused'; edit: Edit; refusal: Refusal }
  | { kind: 'undone' | 'redone' | 'copied' | 'nothing_to_undo' | 'nothing_to_redo' }
);

/** A question that is being asked; the graph waits for the answer. */
export type OpenDialog =
  | { type: 'delete'; ids: readonly StepId[]; readers: readonly Reader[] }
  | { type: 'convert'; source: WireSource; target: WireTarget; options: readonly Conversion[] }
  | { type: 'remove_case'; stepId: StepId; caseId: string; edges: readonly Edge[] }
  | { type: 'connect'; from: StepId | undefined }
  | { type: 'run' };

/** What the host gives and may change at any time. */
export interface EditorProps {
  /** Absent while it isn't known which there are. */
  connectors: readonly ConnectorSummary[] | undefined;
  /** Absent: there are none to choose from, and slots aren't checked. */
  credentials: readonly CredentialSummary[] | undefined;
  inputSchema: JsonSchema | undefined;
  run: RunState | undefined;
  readOnly: boolean;
}

/** What follows from the graph and the connectors, kept so that what didn't change stays the same object. */
export interface Derived {
  steps: ReadonlyMap<StepId, Step>;
  reads: ReadonlyMap<StepId, readonly StepRead[]>;
  uses: ReadonlyMap<string, FieldUses>;
  wires: ReadonlyMap<StepId, readonly WireFlowEdge[]>;
  /** Connectors by id and by slug. */
  connectorOf: ReadonlyMap<string, ConnectorSummary>;
  /** What the edges of a step follow beside its success, each once, joined by line ends; absent: nothing else. */
  outcomes: ReadonlyMap<StepId, string>;
  nodes: readonly StepFlowNode[];
  edges: readonly EditorFlowEdge[];
}

export interface EditorState extends EditorProps, Derived {
  graph: Graph;
  /** What steps gave in runs before the shown one: what their fields are known by while it has nothing of them. */
  earlier: EarlierOutputs;
  history: History;
  selectedIds: readonly StepId[];
  selectedEdgeId: string | undefined;
  /** Whether wires are drawn beside the edges. */
  lens: boolean;
  notice: Notice | undefined;
  /** A place of the selected step that wants the focus; `id` tells one wish from the next. */
  focusRequest: { id: number; stepId: StepId; place?: string } | undefined;
  /** What was just added to the selected step, until another is selected or the flow is run. */
  untouched: Untouched | undefined;
  /** A step that wants to be seen; `id` tells one wish from the next. */
  revealRequest: { id: number; stepId: StepId } | undefined;
  dialog: OpenDialog | undefined;
  /** Counts how often the library's search was asked to take the focus. */
  searchRequests: number;
  /** The panel that is open where there is no room for all. */
  drawer: 'library' | 'inspector' | undefined;
  /** Fields whose chips or rows are pointed at: their source lights up. */
  highlight: { root: string; field: string } | undefined;
}

/** What nobody has looked for or asked for yet. */
export const firstView = {
  earlier: {},
  selectedIds: [],
  selectedEdgeId: undefined,
  lens: true,
  notice: undefined,
  focusRequest: undefined,
  revealRequest: undefined,
  untouched: undefined,
  highlight: undefined,
  dialog: undefined,
  searchRequests: 0,
  drawer: undefined,
} satisfies Partial<EditorState>;

export const noUses: FieldUses = {};
const noReads: readonly StepRead[] = [];

function isSameUses(a: FieldUses, b: FieldUses): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Connectors by id and by slug, as steps name them by either. */
export function indexConnectors(
  connectors: readonly ConnectorSummary[] | undefined,
): Map<string, ConnectorSummary> {
  return new Map(
    (connectors ?? []).flatMap((each) => [[each.id, each] as const, [each.slug, each] as const]),
  );
}

function wiresOfStep(
  step: Step,
  reads: readonly StepRead[],
  connectorOf: ReadonlyMap<string, ConnectorSummary>,
): WireFlowEdge[] {
  if (reads.length === 0) return [];
  const rows = inputRows(step, step.type === 'connector' ? connectorOf.get(step.connector) : undefined);
  return wiresOf(step.id, reads, (place) => rows.find((row) => isInside(place, row.place))?.place ?? place);
}

function outcomesOf(graph: Graph): Map<StepId, string> {
  const sets = new Map<StepId, Set<string>>();
  for (const edge of graph.edges ?? []) {
    const outcome = outcomeOf(edge);
    if (outcome === 'success') continue;
    const known = sets.get(edge.source);
    if (known) known.add(outcome);
    else sets.set(edge.source, new Set([outcome]));
  }
  return new Map([...sets].map(([id, outcomes]) => [id, [...outcomes].join('\n')]));
}

/** Works out what follows from a graph; only steps that changed are read again. */
export function derive(
  graph: Graph,
  connectorOf: ReadonlyMap<string, ConnectorSummary>,
  before: Derived | undefined,
): Derived {
  const steps = new Map(graph.steps.map((step) => [step.id, step]));
  const reads = new Map(
    graph.steps.map((step) => {
      const known = before?.steps.get(step.id) === step ? before.reads.get(step.id) : undefined;
      return [step.id, known ?? readsOf(step)];
    }),
  );
  const uses = countUses(reads);
  for (const [root, fields] of uses) {
    const known = before?.uses.get(root);
    if (known !== undefined && isSameUses(known, fields)) uses.set(root, known);
  }
  const isSameOffer = before?.connectorOf === connectorOf;
  const wires = new Map(
    graph.steps.map((step) => {
      const isKnown = isSameOffer && before.steps.get(step.id) === step;
      const known = isKnown ? before.wires.get(step.id) : undefined;
      return [step.id, known ?? wiresOfStep(step, reads.get(step.id) ?? noReads, connectorOf)];
    }),
  );
  return {
    steps,
    reads,
    uses,
    wires,
    connectorOf,
    outcomes: outcomesOf(graph),
    nodes: flowNodes(graph, before?.nodes ?? []),
    edges: flowEdges(graph, wires, before?.edges ?? []),
  };
}
