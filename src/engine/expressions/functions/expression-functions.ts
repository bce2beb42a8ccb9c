import type { JsonObject, JsonValue } from '../../json.js';
import type { KnownFunction } from './define-function.js';
import { functionDocs } from './function-docs.js';
import { type FunctionKind, functionsByKind } from './known-functions.js';

/** A function of the expression language: pure, and total over JSON (a wrong type is an `ExpressionError`). */
export interface ExpressionFunction extends KnownFunction {
  readonly kind: FunctionKind;
  /** One line: what it gives. */
  readonly doc: string;
  /** A template, what its roots stand for, and what it gives. */
  readonly example: { template: string; scope?: JsonObject; result: JsonValue };
}

const kinds = Object.keys(functionsByKind) as FunctionKind[]; // its very keys

/** Every function of the language, for autocomplete and docs. */
export const expressionFunctions: readonly ExpressionFunction[] = kinds.flatMap((kind) =>
  functionsByKind[kind].map((fn) => ({ ...fn, kind, ...functionDocs[fn.name] })),
);
