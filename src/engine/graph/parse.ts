import type * as z from 'zod/mini';
import { isDeeperThan, isJsonObject, ownProperty } from '../json-operations.js';
import { formatPlace, type PlacePath } from '../place.js';
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
  return {
    ok: false,
    problems: result.error.issues.slice(0, MAX_PROBLEMS).map((issue) => toProblem(issue, value)),
  };
}

type Issue = z.core.$ZodIssue;

function toProblem(issue: Issue, document: unknown): Problem {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const { stepId, rest } = locate(path, document);
  const place = formatPlace(rest);
  return {
    code: 'invalid_document',
    severity: 'error',
    message: sentence(issue, place, valueAt(document, path) === undefined),
    ...(stepId !== undefined && { stepId }),
    ...(place !== '' && { path: place }),
  };
}

/** Splits a path at the step that it leads into, where that step has an id. */
function locate(path: PlacePath, document: unknown): { stepId?: string; rest: PlacePath } {
  const at = path.lastIndexOf('steps');
  const index = path[at + 1];
  if (at === -1 || typeof index !== 'number') return { rest: path };
  const id = memberOf(valueAt(document, path.slice(0, at + 2)), 'id');
  return typeof id === 'string' && path.length > at + 2
    ? { stepId: id, rest: path.slice(at + 2) }
    : { rest: path };
}

function valueAt(document: unknown, path: PlacePath): unknown {
  return path.reduce<unknown>(memberOf, document);
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value) && typeof key === 'number') return value[key];
  return isJsonObject(value) ? ownProperty(value, String(key)) : undefined;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function sentence(issue: Issue, place: string, isMissing: boolean): string {
  const subject = place === '' ? 'The document' : place;
  switch (issue.code) {
    case 'invalid_type': {
      const expected = TYPE_NAMES[issue.expected] ?? issue.expected;
      return isMissing ? `${subject} is missing; it must be ${expected}.` : `${subject} must be ${expected}.`;
    }
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => `'${key}'`).join(', ');
      return `${subject} can't have ${keys}. Take ${issue.keys.length === 1 ? 'it' : 'them'} out, or check the spelling.`;
    }
    case 'invalid_value':
      return `${subject} must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}.`;
    case 'too_big':
      return `${subject} is too long or too large: ${String(issue.maximum)} at most.`;
    case 'too_small':
      return `${subject} is too short or too small: ${String(issue.minimum)} at least.`;
    case 'invalid_union':
      return `${subject} is none of the kinds that can stand here. Check its type.`;
    case 'invalid_format':
    case 'custom':
      return `${subject}: ${issue.message}`;
    default:
      return `${subject}: ${issue.message}.`;
  }
}
