import type { JsonSchema } from '../json.js';
import { createNameFinder } from '../nearest-name.js';
import { createAncestorIndex } from './ancestor-index.js';
import { checkConnectors } from './check-connectors.js';
import { checkReferences } from './check-references.js';
import { checkRequests } from './check-requests.js';
import { checkStructure } from './check-structure.js';
import { type KnownShape, shapeOfStep } from './known-shape.js';
import { parseGraph } from './parse.js';
import type { Problem } from './problem.js';
import type { Graph } from './schema.js';

/** What is known about a connector that a step may name. */
export interface KnownConnector {
  name: string;
  definition: { inputSchema?: JsonSchema | undefined; outputSchema?: JsonSchema | undefined };
}

/** What surrounds a graph. What is left out is not checked. */
export interface ValidationContext {
  /** The schema of `{{input}}`. */
  inputSchema?: JsonSchema | undefined;
  /** Finds a connector by slug or id. */
  connectors?: ((slugOrId: string) => KnownConnector | undefined) | undefined;
}

/**
 * Everything that is wrong with a graph, errors and warnings. A value that is no graph gives
 * `invalid_document` problems only. Never throws; time grows linearly with the size of the document.
 * Documents are taken as immutable: what was found out about a step object is not worked out again.
 */
export function validateGraph(value: unknown, context: ValidationContext = {}): Problem[] {
  const parsed = parseGraph(value);
  if (!parsed.ok) return parsed.problems;
  const graph = parsed.value;
  const index = createAncestorIndex(graph);
  const shapeOf = createShapes(graph, context);
  const nearestName = createNameFinder();
  const { connectors } = context;
  return [
    ...checkStructure(graph, index),
    ...checkReferences({ graph, index, shapeOf, nearestName }),
    ...checkRequests(graph),
    ...(connectors ? checkConnectors({ graph, connectors, shapeOf, nearestName }) : []),
  ];
}

function createShapes(graph: Graph, { inputSchema, connectors }: ValidationContext) {
  const steps = new Map(graph.steps.map((step) => [step.id, step]));
  const shapes = new Map<string, KnownShape>(inputSchema ? [['input', { schema: inputSchema }]] : []);
  return (root: string): KnownShape | undefined => {
    const known = shapes.get(root);
    const step = steps.get(root);
    if (known || !step) return known;
    const connector = step.type === 'connector' ? connectors?.(step.connector) : undefined;
    const shape = shapeOfStep(step, connector?.definition.outputSchema);
    shapes.set(root, shape);
    return shape;
  };
}
