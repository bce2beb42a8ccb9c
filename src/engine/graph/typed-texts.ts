import type { ExpressionNode } from '../expressions/ast.js';
import { JSON_TYPES } from '../expressions/functions/define-function.js';
import { findFunction } from '../expressions/functions/known-functions.js';
import { forEachText, tryParse } from '../expressions/list-references.js';
import type { Template } from '../json.js';
import { ownProperty } from '../json-operations.js';
import { remembered } from '../remembered.js';
import { isUnary } from './condition-schema.js';
import { exactType, hasHoles, lookUp, typesOf } from './known-shape.js';
import { stepConditions } from './step-conditions.js';
import type { Step } from './step-schema.js';
import { stepTemplates } from './step-templates.js';
import type { GraphCheck } from './validation-context.js';

/** What is known of a text with holes: that it stands for a reference, or which type it always gives. */
type TextType = { root: string; path: readonly (string | number)[] } | { type: string };

interface TypedTexts {
  byPlace: ReadonlyMap<string, TextType>;
  /** The left sides of `exists` and its like, whose references may find nothing. */
  optional: ReadonlySet<string>;
}

/** A value in a step, and the types that it may have, by JSON Schema's names; undefined: not known. */
export interface TypedValue {
  place: string;
  template: Template;
  types: readonly string[] | undefined;
}

/** What is known of the type of a value that stands at a place of a step. */
export function typedAt(check: GraphCheck, step: Step, place: string, template: Template): TypedValue {
  return { place, template, types: hasHoles(template) ? typesAt(check, step, place) : [exactType(template)] };
}

function typesAt({ shapeOf }: GraphCheck, step: Step, place: string): readonly string[] | undefined {
  const text = typedTexts(step).byPlace.get(place);
  if (!text) return undefined;
  if ('type' in text) return [text.type];
  const shape = shapeOf(text.root, step);
  const looked = shape && lookUp(shape, text.path);
  return looked?.status === 'found' ? typesOf(looked.shape) : undefined;
}

/** True where a reference may find nothing, because a condition asks for that. */
export function isOptionalPlace(step: Step, place: string): boolean {
  const left = /^.*?\.left(?=[.[]|$)/.exec(place)?.[0];
  return left !== undefined && typedTexts(step).optional.has(left);
}

/** Places whose values go into text or are not used before a step has run: their types don't matter. */
const UNTYPED = /^(?:request|reconcile\.request|output)\b/;

/** Computed once for each step object. */
const typedTexts = remembered((step: Step): TypedTexts => {
  const byPlace = new Map<string, TextType>();
  for (const { place, template } of stepTemplates(step)) {
    if (UNTYPED.test(place)) continue;
    forEachText(template, place, (text, where) => {
      const type = typeOfText(text);
      if (type) byPlace.set(where, type);
    });
  }
  const optional = stepConditions(step).flatMap(({ place, condition }) =>
    'op' in condition && isUnary(condition.op) ? [`${place}.left`] : [],
  );
  return { byPlace, optional: new Set(optional) };
});

function typeOfText(text: string): TextType | undefined {
  const { whole, parts = [] } = tryParse(text) ?? {};
  if (whole) return typeOfExpression(whole.expression);
  // A text whose only hole was escaped is one too.
  return parts.length > 0 ? { type: 'string' } : undefined;
}

function typeOfExpression({ operand, calls }: ExpressionNode): TextType | undefined {
  const last = calls.at(-1);
  if (last) {
    const [, result = ''] = findFunction(last.name)?.signature.split('→ ') ?? [];
    const type = ownProperty(JSON_TYPES, result);
    return type === undefined ? undefined : { type };
  }
  if (operand.type === 'literal') return { type: exactType(operand.value) };
  return operand.query ? { type: 'array' } : { root: operand.root, path: operand.path };
}
