import {
  type Definition,
  type Edge,
  effectiveEdges,
  type Graph,
  type JsonObject,
  type JsonValue,
  renameStep,
  type Step,
  type StepType,
  stepReferences,
} from '../engine/index.js';
import { isJsonEqual, isJsonObject } from '../engine/json-operations.js';

/** One value that differs. `before` is absent where there was none, `after` where there is none any more. */
export interface FieldChange {
  /** Where it stands, e.g. `request.url`; empty for the whole. */
  place: string;
  before?: JsonValue;
  after?: JsonValue;
}

export type DefinitionPart = 'inputSchema' | 'outputSchema' | 'permissions' | 'output';

export type DefinitionChange =
  | { type: 'name_changed'; before: string; after: string }
  | { type: 'step_added' | 'step_removed'; id: string; name: string; stepType: StepType }
  /** Its id is another one; the references to it went along. */
  | { type: 'step_renamed'; before: string; after: string }
  | { type: 'step_changed'; id: string; name: string; fields: FieldChange[] }
  | { type: 'edge_added' | 'edge_removed'; source: string; target: string; on: string }
  /** A field of `target` began or ceased to read `reference`, a value of another step. */
  | { type: 'wire_added' | 'wire_removed'; reference: string; target: string; place: string }
  | { type: 'part_changed'; part: DefinitionPart; fields: FieldChange[] }
  | { type: 'steps_reordered' }
  | { type: 'layout_changed' };

export interface NamedDefinition {
  name: string;
  definition: Definition;
}

/** So many steps are recognized under another id; more are told as removed and added. */
const MOST_RENAMES = 50;

/**
 * What changed from one version to another, in a fixed order: name, steps, edges, wires, the other parts, layout.
 * Positions count as layout only. Nothing differs: an empty list.
 */
export function diffDefinitions(before: NamedDefinition, after: NamedDefinition): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  if (before.name !== after.name) {
    changes.push({ type: 'name_changed', before: before.name, after: after.name });
  }
  const to = after.definition.graph;
  const from = followRenames(before.definition.graph, to, changes);
  const old = stepsById(from);
  const now = stepsById(to);
  for (const step of from.steps) if (!now.has(step.id)) changes.push(lone('step_removed', step));
  const changed: [Step, Step][] = [];
  for (const step of to.steps) {
    const earlier = old.get(step.id);
    if (!earlier) {
      changes.push(lone('step_added', step));
      continue;
    }
    const fields = fieldChanges(content(earlier), content(step));
    if (fields.length === 0) continue;
    changed.push([earlier, step]);
    changes.push({ type: 'step_changed', id: step.id, name: nameOf(step), fields });
  }
  changes.push(...edgeChanges(from, to));
  for (const [earlier, step] of changed) changes.push(...wireChanges(earlier, step, old, now));
  changes.push(...partChanges(before.definition, after.definition, from, to));
  if (isReordered(from, to)) changes.push({ type: 'steps_reordered' });
  const isMoved = to.steps.some((step) => {
    const earlier = old.get(step.id);
    return earlier && !isSame(earlier.position, step.position);
  });
  if (isMoved) changes.push({ type: 'layout_changed' });
  return changes;
}

/** Steps are plain JSON: the schema they were parsed by lets nothing else through. */
const asJson = (value: unknown) => value as JsonValue | undefined;

function isSame(before: unknown, after: unknown): boolean {
  const [one, other] = [asJson(before), asJson(after)];
  if (one === undefined || other === undefined) return one === other;
  return isJsonEqual(one, other);
}

function stepsById(graph: Graph): Map<string, Step> {
  return new Map(graph.steps.map((step) => [step.id, step]));
}

function nameOf(step: Step): string {
  return step.name || step.id;
}

function lone(type: 'step_added' | 'step_removed', step: Step): DefinitionChange {
  return { type, id: step.id, name: nameOf(step), stepType: step.type };
}

/** The step without what is told elsewhere. */
function content({ id: _id, position: _position, ...rest }: Step): JsonValue {
  return rest as unknown as JsonObject; // see `asJson`
}

/** The earlier graph under the later ids: a step that went away and came back alike was renamed. */
function followRenames(before: Graph, after: Graph, changes: DefinitionChange[]): Graph {
  let graph = before;
  const later = stepsById(after);
  for (let count = 0; count < MOST_RENAMES; count++) {
    const known = stepsById(graph);
    const added = after.steps.filter(({ id }) => !known.has(id));
    const pair = firstPair(
      graph.steps.filter(({ id }) => !later.has(id)),
      added,
    );
    if (!pair) return graph;
    changes.push({ type: 'step_renamed', before: pair[0].id, after: pair[1].id });
    graph = renameStep(graph, pair[0].id, pair[1].id);
  }
  return graph;
}

function firstPair(removed: readonly Step[], added: readonly Step[]): [Step, Step] | undefined {
  if (removed.length === 0 || added.length === 0) return undefined;
  const byContent = new Map<string, Step>();
  for (const step of added.toReversed()) byContent.set(JSON.stringify(content(step)), step);
  for (const step of removed) {
    const alike = byContent.get(JSON.stringify(content(step)));
    if (alike) return [step, alike];
  }
  return undefined;
}

/** What differs between two values, member by member; lists of different lengths differ as a whole. */
function fieldChanges(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  place = '',
): FieldChange[] {
  if (isSame(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      fieldChanges(ownMember(before, key), ownMember(after, key), place ? `${place}.${key}` : key),
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => fieldChanges(item, after[index], `${place}[${index}]`));
  }
  return [{ place, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function ownMember(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function edgeChanges(before: Graph, after: Graph): DefinitionChange[] {
  const old = edgesByKey(before);
  const now = edgesByKey(after);
  const tell = (type: 'edge_added' | 'edge_removed', { source, target, on = 'success' }: Edge) =>
    ({ type, source, target, on }) satisfies DefinitionChange;
  return [
    ...[...old].filter(([key]) => !now.has(key)).map(([, edge]) => tell('edge_removed', edge)),
    ...[...now].filter(([key]) => !old.has(key)).map(([, edge]) => tell('edge_added', edge)),
  ];
}

function edgesByKey(graph: Graph): Map<string, Edge> {
  return new Map(
    effectiveEdges(graph).map((edge) => [`${edge.source} ${edge.on ?? 'success'} ${edge.target}`, edge]),
  );
}

function wireChanges(
  before: Step,
  after: Step,
  old: ReadonlyMap<string, Step>,
  now: ReadonlyMap<string, Step>,
): DefinitionChange[] {
  const wires = (step: Step, steps: ReadonlyMap<string, Step>) =>
    new Map(
      stepReferences(step)
        .filter(({ root }) => steps.has(root))
        .map(({ text, place }) => [`${place} ${text}`, { reference: text, target: step.id, place }]),
    );
  const gone = wires(before, old);
  const come = wires(after, now);
  return [
    ...[...gone]
      .filter(([key]) => !come.has(key))
      .map(([, wire]) => ({ type: 'wire_removed', ...wire }) as const),
    ...[...come]
      .filter(([key]) => !gone.has(key))
      .map(([, wire]) => ({ type: 'wire_added', ...wire }) as const),
  ];
}

function partChanges(before: Definition, after: Definition, from: Graph, to: Graph): DefinitionChange[] {
  const parts: [DefinitionPart, unknown, unknown][] = [
    ['inputSchema', before.inputSchema, after.inputSchema],
    ['outputSchema', before.outputSchema, after.outputSchema],
    ['permissions', before.permissions, after.permissions],
    ['output', from.output, to.output],
  ];
  return parts.flatMap(([part, one, other]) => {
    const fields = fieldChanges(asJson(one), asJson(other));
    return fields.length > 0 ? [{ type: 'part_changed', part, fields } as const] : [];
  });
}

/** Without edges the order is what runs after what, and is told as edges. */
function isReordered(before: Graph, after: Graph): boolean {
  if (!before.edges || !after.edges) return false;
  const old = new Set(before.steps.map(({ id }) => id));
  const now = new Set(after.steps.map(({ id }) => id));
  const kept = before.steps.filter(({ id }) => now.has(id));
  const stayed = after.steps.filter(({ id }) => old.has(id));
  return kept.some(({ id }, index) => stayed[index]?.id !== id);
}
