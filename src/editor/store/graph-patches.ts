import { type Draft, enablePatches, Immer } from 'immer';
import type { Graph } from '../../engine/index.js';
import type { GraphPatch } from './edit.js';

enablePatches();

// Graphs belong to the host, so they are never frozen.
const immer = new Immer({ autoFreeze: false });

export interface Recorded {
  graph: Graph;
  patches: readonly GraphPatch[];
  inverse: readonly GraphPatch[];
}

/** Runs `recipe` on a draft of `graph` and records what it changed; `graph` itself stays as it is. */
export function recordChange(graph: Graph, recipe: (draft: Draft<Graph>) => void): Recorded {
  const [next, patches, inverse] = immer.produceWithPatches(graph, (draft) => {
    recipe(draft);
  });
  return { graph: next, patches, inverse };
}

/** Applies patches in order; throws where one doesn't fit the graph. */
export function applyGraphPatches(graph: Graph, patches: readonly GraphPatch[]): Graph {
  return patches.length === 0 ? graph : immer.applyPatches(graph, [...patches]);
}
