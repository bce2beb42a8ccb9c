import type { JsonSchema, Step, StepId } from '../../engine/index.js';
import type { ConnectorSummary } from '../connector-summary.js';
import { newComparison } from '../flow/conditions.js';
import { isObject } from '../flow/step-shape.js';
import type { Point } from './edit.js';

/** A step that is not placed yet: everything but its id and position. */
export type StepPreset = Step extends infer Each
  ? Each extends Step
    ? Omit<Each, 'id' | 'position'>
    : never
  : never;

/** The media type under which a dragged library item carries its preset, as JSON. */
export const presetMediaType = 'application/x-patchbay-node';

export const httpPreset = (name: string): StepPreset => ({
  type: 'http',
  name,
  request: { method: 'GET', url: '' },
});

export const branchPreset = (name: string): StepPreset => ({
  type: 'branch',
  name,
  cases: [{ id: 'case_1', when: newComparison }],
});

/** A minute: long enough to be seen, and soon over. */
export const waitPreset = (name: string): StepPreset => ({ type: 'wait', name, for: { seconds: 60 } });

export const transformPreset = (name: string): StepPreset => ({ type: 'transform', name, output: {} });

/** The defaults that a schema gives its properties. */
function defaultsOf(schema: JsonSchema | undefined) {
  const properties = schema?.properties;
  if (!isObject(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, property]) =>
      isObject(property) && property.default !== undefined ? [[key, property.default]] : [],
    ),
  );
}

export function connectorPreset(connector: ConnectorSummary): StepPreset {
  return {
    type: 'connector',
    name: connector.name,
    connector: connector.slug,
    input: defaultsOf(connector.inputSchema),
  };
}

export function stepFromPreset(preset: StepPreset, id: StepId, position: Point): Step {
  return { ...preset, id, position: { x: Math.round(position.x), y: Math.round(position.y) } };
}
