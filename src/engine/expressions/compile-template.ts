import type { JsonObject, JsonValue, Template } from '../json.js';
import { setOwnProperty } from '../json-operations.js';
import { placeWithin } from '../place.js';
import { rememberedAt } from '../remembered.js';
import type { HoleNode } from './ast.js';
import { compileExpression } from './compile-expression.js';
import { compileParts } from './compile-parts.js';
import { ExpressionError } from './expression-error.js';
import { type Budget, createBudget, MAX_LITERAL_DEPTH } from './limits.js';
import { listReferences, type TemplateReference } from './list-references.js';
import { parseTemplateText } from './parse-expression.js';
import type { Secrets } from './placeholder.js';
import { spendResult } from './result-size.js';
import type { Scope } from './scope.js';

/** A template that was taken apart once and is evaluated many times. */
export interface CompiledTemplate {
  /**
   * The template with every hole filled. Parts without holes, and whole values that a hole stands for, are
   * shared with the template and the scope, not copied. Throws `ExpressionError`. Without `secrets`, as anywhere but in
   * a request, `{{workspace.…}}` is refused.
   */
  evaluate(scope: Scope, secrets?: Secrets): JsonValue;
  /** Every reference in it, in the order in which they stand. */
  readonly references: readonly TemplateReference[];
  readonly source: Template;
}

type Evaluate = (scope: Scope, budget: Budget) => JsonValue;

/**
 * Compiles a template; objects and lists only once, however often they are asked for. `place` is where it
 * stands in its document and goes into errors and references. Throws an `ExpressionError` (`syntax`,
 * `unknown_function`, `limit`) where a text in it can't be read.
 */
export function compileTemplate(source: Template, place = ''): CompiledTemplate {
  return typeof source === 'object' && source !== null ? compileOnce(source, place) : compile(source, place);
}

const compileOnce = rememberedAt<JsonObject | JsonValue[], CompiledTemplate>(compile);

/** `compileTemplate(source).evaluate(scope)` in one call. */
export function evaluateTemplate(source: Template, scope: Scope): JsonValue {
  return compileTemplate(source).evaluate(scope);
}

function compile(source: Template, place: string): CompiledTemplate {
  const evaluate = compileValue(source, place, 0);
  let references: readonly TemplateReference[] | undefined;
  return {
    source,
    evaluate: evaluate ? (scope, secrets) => evaluate(scope, createBudget(secrets)) : () => source,
    get references() {
      references ??= listReferences(source, place);
      return references;
    },
  };
}

/** Absent for a value without holes: it stays as it is. */
function compileValue(source: Template, place: string, depth: number): Evaluate | undefined {
  if (typeof source === 'string') return compileText(source, place, depth);
  if (typeof source !== 'object' || source === null) return undefined;
  if (depth >= MAX_LITERAL_DEPTH) {
    throw new ExpressionError('limit', 'This value is nested more than 64 deep.', { place });
  }
  return Array.isArray(source) ? compileList(source, place, depth) : compileObject(source, place, depth);
}

function compileList(source: readonly Template[], place: string, depth: number): Evaluate | undefined {
  const items = source.map((item, index) => compileValue(item, placeWithin(place, index), depth + 1));
  if (items.every((item) => item === undefined)) return undefined;
  return (scope, budget) =>
    source.map((item, index) => {
      const evaluate = items[index];
      return evaluate ? evaluate(scope, budget) : item;
    });
}

function compileObject(source: JsonObject, place: string, depth: number): Evaluate | undefined {
  const fields = Object.keys(source).map((key) => {
    const value = source[key] ?? null;
    return { key, value, evaluate: compileValue(value, placeWithin(place, key), depth + 1) };
  });
  if (fields.every((field) => field.evaluate === undefined)) return undefined;
  return (scope, budget) => {
    const object: JsonObject = {};
    for (const { key, value, evaluate } of fields) {
      setOwnProperty(object, key, evaluate ? evaluate(scope, budget) : value);
    }
    return object;
  };
}

function compileText(source: string, place: string, depth: number): Evaluate | undefined {
  if (!source.includes('{{')) return undefined;
  return atPlace(place, () => {
    const { parts, whole } = parseTemplateText(source);
    const evaluate = whole ? compileWhole(whole, depth) : compileParts(parts);
    return (scope: Scope, budget: Budget) => {
      try {
        return evaluate(scope, budget);
      } catch (error) {
        throw placed(error, place);
      }
    };
  });
}

function compileWhole({ expression }: HoleNode, depth: number): Evaluate {
  const evaluate = compileExpression(expression);
  const { operand, calls } = expression;
  const isShared = operand.type === 'reference' && !operand.query && calls.length === 0;
  // A part of what is there already can't be larger or deeper than that is.
  if (depth === 0 && isShared) return evaluate;
  return (scope, budget) => {
    const value = evaluate(scope, budget);
    spendResult(value, depth, budget);
    return value;
  };
}

/** Runs something whose expression errors belong to a place. */
export function atPlace<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw placed(error, place);
  }
}

function placed(error: unknown, place: string): unknown {
  if (error instanceof ExpressionError && error.place === undefined) error.place = place;
  return error;
}
