import type { JsonObject, JsonValue } from '../json.js';
import { isJsonObject } from '../json-operations.js';
import type { ExpressionNode, ReferenceNode, TemplateText } from './ast.js';
import { compileExpression, type EvaluateExpression } from './compile-expression.js';
import { followPath } from './follow-path.js';
import { plainText } from './functions/text-of.js';
import { type Budget, spendLength } from './limits.js';
import { spendResult } from './result-size.js';
import type { Scope } from './scope.js';

/** A hole, the text before it, and where its value is a field of an object, a short way to it. */
interface Piece {
  before: string;
  evaluate: EvaluateExpression;
  owner: Owner | undefined;
  key: string;
}

/** What a reference leads to without the last name of its path; the same for holes in a row that share it. */
interface Owner extends Pick<ReferenceNode, 'root' | 'path'> {
  text: string;
}

/**
 * Compiles text with holes in it. Holes in a row are mostly fields of one object, which is then looked up once.
 * What isn't found that way is left to the expression itself, which knows what to say.
 */
export function compileParts(parts: TemplateText['parts']): (scope: Scope, budget: Budget) => string {
  const pieces: Piece[] = [];
  let after = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      after += part;
    } else {
      const { expression } = part;
      const { owner, key } = shortWay(expression, pieces.at(-1)?.owner);
      pieces.push({ before: after, evaluate: compileExpression(expression), owner, key });
      after = '';
    }
  }
  return (scope, budget) => {
    let result = '';
    let owner: Owner | undefined;
    let object: JsonObject | undefined;
    for (const piece of pieces) {
      if (piece.owner !== owner) {
        owner = piece.owner;
        object = owner && findPlainObject(owner, scope);
      }
      let value: JsonValue | undefined = object?.[piece.key];
      if (value === undefined) value = piece.evaluate(scope, budget);
      result += piece.before;
      // Measured before it is written: what is too large would take all memory first.
      if (typeof value === 'object') spendResult(value, 0, budget);
      result += typeof value === 'string' ? value : plainText(value);
      if (result.length > budget.length) break;
    }
    result += after;
    spendLength(budget, result.length);
    return result;
  };
}

/** There is one for a plain reference that ends with `.name`, unless every object inherits that name. */
function shortWay(
  { operand, calls }: ExpressionNode,
  previous: Owner | undefined,
): Pick<Piece, 'owner' | 'key'> {
  if (operand.type === 'reference' && !operand.query && calls.length === 0 && operand.root !== 'workspace') {
    const { root, path } = operand;
    const key = path.at(-1);
    if (typeof key === 'string' && operand.text.endsWith(`.${key}`) && !(key in Object.prototype)) {
      const text = operand.text.slice(0, -key.length);
      return { owner: previous?.text === text ? previous : { root, path, text }, key };
    }
  }
  return { owner: undefined, key: '' };
}

/** Absent where it isn't there, or where it or every object might inherit a name: what is read from it is its own. */
function findPlainObject({ root, path }: Owner, scope: Scope): JsonObject | undefined {
  const value = Object.hasOwn(scope, root) ? followPath(scope[root], path, path.length - 1) : undefined;
  if (!isJsonObject(value)) return undefined;
  for (const _inherited in Object.prototype) return undefined;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? value : undefined;
}
