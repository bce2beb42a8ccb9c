import type { JsonValue } from '../json.js';
import { didYouMean, nearestName } from '../nearest-name.js';
import type { CallNode, ExpressionNode, OperandNode, ReferenceNode } from './ast.js';
import { ExpressionError } from './expression-error.js';
import { followPath } from './follow-path.js';
import { findFunction, functionNames } from './functions/known-functions.js';
import { type Budget, spendVisits } from './limits.js';
import { missingError, unknownRootError } from './missing-error.js';
import { readPlaceholder, secretError } from './placeholder.js';
import type { Scope } from './scope.js';

/** Computes an expression's value. Throws `ExpressionError`. */
export type EvaluateExpression = (scope: Scope, budget: Budget) => JsonValue;

/** Like `EvaluateExpression`, but `undefined` where a reference finds nothing. */
type EvaluateOperand = (scope: Scope, budget: Budget) => JsonValue | undefined;

/** Turns a tree into closures, once; unknown functions and wrong numbers of arguments are found here. */
export function compileExpression(expression: ExpressionNode): EvaluateExpression {
  const { operand, calls } = expression;
  const evaluateOperand = compileOperand(operand);
  if (calls.length === 0) {
    if (operand.type === 'literal') return () => operand.value;
    const placeholder = readPlaceholder(operand);
    if (placeholder) {
      return (_scope, { secrets }) => {
        if (!secrets) throw secretError(operand);
        return secrets(placeholder);
      };
    }
    return (scope, budget) => {
      const value = evaluateOperand(scope, budget);
      if (value === undefined) throw missingError(operand, scope);
      return value;
    };
  }
  const compiled = calls.map(compileCall);
  return (scope, budget) => {
    let value = evaluateOperand(scope, budget);
    let origin = operand;
    for (const call of compiled) {
      if ('apply' in call) {
        if (value !== undefined) value = call.apply(value, scope, budget);
      } else if (value === undefined || value === null) {
        origin = call.fallback;
        value = call.evaluate(scope, budget);
      }
    }
    if (value === undefined) throw missingError(origin, scope);
    return value;
  };
}

type CompiledCall =
  | { apply: (value: JsonValue, scope: Scope, budget: Budget) => JsonValue }
  /** `default`, the one function that a missing value reaches: the others pass it on. */
  | { fallback: OperandNode; evaluate: EvaluateOperand };

function compileCall(call: CallNode): CompiledCall {
  const fn = findFunction(call.name);
  if (!fn) {
    const near = nearestName(call.name, functionNames());
    throw new ExpressionError('unknown_function', `There is no function '${call.name}'.${didYouMean(near)}`, {
      position: { start: call.start, end: call.start + call.name.length },
      ...(near && { suggestion: near }),
    });
  }
  const given = call.arguments.length;
  if (given < fn.minArguments || given > fn.maxArguments) {
    throw new ExpressionError('syntax', `${call.name} is used like this: ${fn.signature}.`, {
      position: call,
    });
  }
  const position = { start: call.start, end: call.end };
  const operands = call.arguments.map((node) => ({ node, evaluate: compileOperand(node) }));
  const [first] = operands;
  // A missing fallback matters only where it is needed.
  if (call.name === 'default' && first) return { fallback: first.node, evaluate: first.evaluate };
  return {
    apply(value, scope, budget) {
      const args: JsonValue[] = [];
      for (const { node, evaluate } of operands) {
        const argument = evaluate(scope, budget);
        if (argument === undefined) throw missingError(node, scope);
        args.push(argument);
      }
      spendVisits(budget, 1);
      try {
        return fn.call(value, args, budget);
      } catch (error) {
        // The function knows what is wrong; only this knows where it stands.
        if (!(error instanceof ExpressionError) || error.position) throw error;
        throw new ExpressionError(error.code, error.message, { position });
      }
    },
  };
}

function compileOperand(operand: OperandNode): EvaluateOperand {
  if (operand.type === 'literal') return () => operand.value;
  return operand.query ? compileQuery(operand, operand.query) : compileReference(operand);
}

function compileQuery(reference: ReferenceNode, query: NonNullable<ReferenceNode['query']>): EvaluateOperand {
  return (scope, budget) => {
    const value = rootOf(reference, scope);
    return value === undefined ? undefined : query(value, budget);
  };
}

function compileReference(reference: ReferenceNode): EvaluateOperand {
  const { path } = reference;
  const { length } = path;
  return (scope) => followPath(rootOf(reference, scope), path, length);
}

function rootOf(reference: ReferenceNode, scope: Scope): JsonValue | undefined {
  const { root } = reference;
  if (root === 'workspace') throw secretError(reference);
  if (!Object.hasOwn(scope, root)) throw unknownRootError(reference, scope);
  return scope[root];
}
