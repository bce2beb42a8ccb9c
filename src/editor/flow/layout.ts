import { effectiveEdges, type Graph, type StepId } from '../../engine/index.js';
import type { Point } from '../store/edit.js';

/** How wide every step's node is, in canvas units. */
export const NODE_WIDTH = 256;
const COLUMN_GAP = 96;
const ROW_GAP = 40;

/** The column of each step: one more than the furthest of those that lead to it. Steps on a circle stay in the first. */
function columnsOf(graph: Graph): Map<StepId, number> {
  const columns = new Map<StepId, number>(graph.steps.map(({ id }) => [id, 0]));
  const waitsFor = new Map<StepId, number>();
  const next = new Map<StepId, StepId[]>();
  for (const { source, target } of effectiveEdges(graph)) {
    if (!columns.has(source) || !columns.has(target)) continue;
    waitsFor.set(target, (waitsFor.get(target) ?? 0) + 1);
    next.set(source, [...(next.get(source) ?? []), target]);
  }
  const ready = graph.steps.map(({ id }) => id).filter((id) => !waitsFor.has(id));
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    for (const target of next.get(id) ?? []) {
      columns.set(target, Math.max(columns.get(target) ?? 0, (columns.get(id) ?? 0) + 1));
      const left = (waitsFor.get(target) ?? 1) - 1;
      waitsFor.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return columns;
}

/**
 * Places every step: columns from left to right along the edges, each step near the middle of those that lead to
 * it, the order of the document where that says nothing. The same graph always gets the same places.
 */
export function layoutGraph(graph: Graph, heightOf: (id: StepId) => number): Record<StepId, Point> {
  const columns = columnsOf(graph);
  const sources = new Map<StepId, StepId[]>();
  for (const { source, target } of effectiveEdges(graph)) {
    sources.set(target, [...(sources.get(target) ?? []), source]);
  }
  const byColumn: StepId[][] = [];
  for (const { id } of graph.steps) {
    const column = columns.get(id) ?? 0;
    byColumn[column] = [...(byColumn[column] ?? []), id];
  }
  const middles = new Map<StepId, number>();
  const positions: Record<StepId, Point> = {};
  byColumn.forEach((ids, column) => {
    const wanted = (id: StepId) => {
      const known = (sources.get(id) ?? []).flatMap((source) => middles.get(source) ?? []);
      return known.length === 0 ? 0 : known.reduce((sum, each) => sum + each, 0) / known.length;
    };
    const ordered = ids
      .map((id, index) => ({ id, index, middle: wanted(id) }))
      .sort((a, b) => a.middle - b.middle || a.index - b.index);
    const total = ordered.reduce((sum, { id }) => sum + heightOf(id) + ROW_GAP, -ROW_GAP);
    const centre = ordered.reduce((sum, { middle }) => sum + middle, 0) / Math.max(1, ordered.length);
    let y = centre - total / 2;
    for (const { id } of ordered) {
      const height = heightOf(id);
      middles.set(id, y + height / 2);
      positions[id] = { x: column * (NODE_WIDTH + COLUMN_GAP), y: Math.round(y) };
      y += height + ROW_GAP;
    }
  });
  return positions;
}
