import type { JsonObject, JsonValue } from '../../json.js';
import { evaluateTemplate } from '../compile-template.js';
import type { KnownFunction } from './define-function.js';
import { readFunctionDocs } from './function-docs.js';
import { type FunctionKind, functionsByKind } from './known-functions.js';

/** A function of the expression language: pure, and total over JSON (a wrong type is an `ExpressionError`). */
export interface ExpressionFunction extends KnownFunction {
  readonly kind: FunctionKind;
  /** One line: what it gives. */
  readonly doc: string;
  readonly example: FunctionExample;
}

/** A template, what its roots stand for, and what it gives. */
interface FunctionExample {
  readonly template: string;
  readonly scope?: JsonObject;
  readonly result: JsonValue;
}

const people = [
  { name: 'Ada', age: 36 },
  { name: 'Bob', age: 17 },
];

/** `result` is worked out when it is read: what it must be is for tests to say. */
function exampleOf(expression: string): FunctionExample {
  const template = expression.startsWith('{') ? `{{ ${expression} }}` : `{{${expression}}}`;
  const isSampled = expression.startsWith('input.');
  const scope = { input: expression.startsWith('input.people') ? { people } : {} };
  return {
    template,
    ...(isSampled && { scope }),
    get result() {
      return evaluateTemplate(template, scope);
    },
  };
}

const docs = readFunctionDocs();
const kinds = Object.keys(functionsByKind) as FunctionKind[]; // its very keys

/** Every function of the language, for autocomplete and docs. */
export const expressionFunctions: readonly ExpressionFunction[] = kinds.flatMap((kind) =>
  functionsByKind[kind].map((fn) => {
    const { doc = '', example = '' } = docs.get(fn.name) ?? {};
    return { ...fn, kind, doc, example: exampleOf(example) };
  }),
);
