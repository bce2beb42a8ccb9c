import type { Edge as FlowEdge } from '@xyflow/react';
import { type Edge, effectiveEdges, type Graph, type StepId } from '../../engine/index.js';
import type { WireSource } from '../store/edit.js';
import { edgeKey, outcomeOf } from '../store/graph-queries.js';
import { fieldOf, type StepRead } from './step-reads.js';

/** The order in which two steps run. */
export type SequenceFlowEdge = FlowEdge<{ edge: Edge }, 'sequence'>;
/** An expression, drawn. */
export type WireFlowEdge = FlowEdge<{ source: WireSource; stepId: StepId; place: string }, 'wire'>;
export type EditorFlowEdge = SequenceFlowEdge | WireFlowEdge;

/** The handles of a step's node that sequence edges end at; the ways of a branch have one each. */
export const sequenceHandles = { in: 'seq:in', out: 'seq:out', failure: 'seq:failure' } as const;

const WAY = 'seq:way:';

/** The handle that an edge which follows `on` starts at. */
export function outcomeHandle(on: string): string {
  if (on === 'success') return sequenceHandles.out;
  return on === 'failure' ? sequenceHandles.failure : `${WAY}${on}`;
}

export function inputHandle(place: string): string {
  return `in:${place}`;
}

export function outputHandle(field: string): string {
  return field === '' ? 'out' : `out:${field}`;
}

export type Handle =
  | { kind: 'sequence_in' }
  | { kind: 'sequence_out'; on: string }
  | { kind: 'input'; place: string }
  | { kind: 'output'; field: string };

/** What the id of a handle means; `undefined` for one that isn't ours. */
export function readHandle(id: string | null | undefined): Handle | undefined {
  if (id === undefined || id === null) return undefined;
  if (id === sequenceHandles.in) return { kind: 'sequence_in' };
  if (id === sequenceHandles.out) return { kind: 'sequence_out', on: 'success' };
  if (id === sequenceHandles.failure) return { kind: 'sequence_out', on: 'failure' };
  if (id.startsWith(WAY)) return { kind: 'sequence_out', on: id.slice(WAY.length) };
  if (id.startsWith('in:')) return { kind: 'input', place: id.slice(3) };
  if (id === 'out') return { kind: 'output', field: '' };
  return id.startsWith('out:') ? { kind: 'output', field: id.slice(4) } : undefined;
}

function sequenceEdge(edge: Edge): SequenceFlowEdge {
  return {
    id: edgeKey(edge),
    type: 'sequence',
    source: edge.source,
    target: edge.target,
    sourceHandle: outcomeHandle(outcomeOf(edge)),
    targetHandle: sequenceHandles.in,
    data: { edge },
  };
}

function wireEdge(stepId: StepId, read: StepRead, rowPlace: string): WireFlowEdge {
  const field = fieldOf(read.path);
  return {
    id: `wire:${stepId}:${read.place}:${read.root}:${JSON.stringify(read.path)}`,
    type: 'wire',
    source: read.root,
    target: stepId,
    sourceHandle: outputHandle(field),
    targetHandle: inputHandle(rowPlace),
    data: { source: { root: read.root, path: read.path }, stepId, place: read.place },
  };
}

/** The wires that end at a step, one for each thing that it reads. `rowOf` gives the row that a place belongs to. */
export function wiresOf(
  stepId: StepId,
  reads: readonly StepRead[],
  rowOf: (place: string) => string,
): WireFlowEdge[] {
  return reads.map((read) => wireEdge(stepId, read, rowOf(read.place)));
}

/**
 * The lines of the canvas: the graph's edges, and the wires that come from a step. Wires stand in no document, they are
 * read from the expressions. A line that stayed as it was is the same object as before.
 */
export function flowEdges(
  graph: Graph,
  wires: ReadonlyMap<StepId, readonly WireFlowEdge[]>,
  before: readonly EditorFlowEdge[],
): EditorFlowEdge[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const ids = new Set(graph.steps.map((step) => step.id));
  const next = new Map<string, EditorFlowEdge>();
  const add = (edge: EditorFlowEdge) => {
    if (next.has(edge.id) || !ids.has(edge.source) || !ids.has(edge.target)) return;
    const same = known.get(edge.id);
    next.set(edge.id, same !== undefined && same.targetHandle === edge.targetHandle ? same : edge);
  };
  for (const edge of effectiveEdges(graph)) add(sequenceEdge(edge));
  for (const list of wires.values()) for (const wire of list) add(wire);
  return [...next.values()];
}
