import type * as z from 'zod/mini';
import { isDeeperThan, isJsonObject } from '../json-operations.js';
import { describeIssues } from './describe-issues.js';
import type { Problem } from './problem.js';
import {
  type Definition,
  definitionSchema,
  type FlowFile,
  flowFileSchema,
  type Graph,
  graphSchema,
  MAX_STEPS,
} from './schema.js';

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** Deepest nesting of a document. */
const MAX_DEPTH = 100;
/** A document that is wrong all over is not described in full. */
const MAX_PROBLEMS = 100;

/**
 * Reads a graph. The value that comes back is the one that went in, so that identity (and caches) hold.
 * Graphs are taken as immutable: a step or edge object that was read is not read again.
 */
export function parseGraph(value: unknown): Parsed<Graph> {
  const parsed = parseWith(graphSchema, withoutKnown(value) ?? value);
  // Where something is wrong, the whole is read again, so that problems tell the right places.
  const whole = parsed.ok ? { ok: true as const, value: value as Graph } : parseWith(graphSchema, value); // its parts were checked now or before
  if (whole.ok) {
    for (const step of whole.value.steps) knownSteps.add(step);
    for (const edge of whole.value.edges ?? []) knownEdges.add(edge);
  }
  return whole;
}

/** Steps and edges that were read before: an edit shares all but one of them with the graph before it. */
const knownSteps = new WeakSet<object>();
const knownEdges = new WeakSet<object>();

/** What of a graph was not read before; undefined for a value that has to be read as a whole. */
function withoutKnown(value: unknown): unknown {
  if (!isJsonObject(value) || !Array.isArray(value.steps) || value.steps.length > MAX_STEPS) return undefined;
  const steps = value.steps.filter((step) => !isIn(knownSteps, step));
  if (!Array.isArray(value.edges)) return { ...value, steps };
  return { ...value, steps, edges: value.edges.filter((edge) => !isIn(knownEdges, edge)) };
}

function isIn(known: WeakSet<object>, value: unknown): boolean {
  return typeof value === 'object' && value !== null && known.has(value);
}

/** Reads what a version of a connector or flow holds. */
export function parseDefinition(value: unknown): Parsed<Definition> {
  return parseWith(definitionSchema, value);
}

/** Reads a `*.flow.json` document. */
export function parseFlowFile(value: unknown): Parsed<FlowFile> {
  return parseWith(flowFileSchema, value);
}

function parseWith<T>(schema: z.ZodMiniType<T>, value: unknown): Parsed<T> {
  if (isDeeperThan(value, MAX_DEPTH)) {
    const message = `This document is nested more than ${MAX_DEPTH} deep.`;
    return { ok: false, problems: [{ code: 'invalid_document', severity: 'error', message }] };
  }
  const result = schema.safeParse(value);
  // The schemas only check: none of them changes a value, so the input is what they describe.
  if (result.success) return { ok: true, value: value as T };
  return { ok: false, problems: describeIssues(result.error.issues, value, MAX_PROBLEMS) };
}
