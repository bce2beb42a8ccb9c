import type { JsonObject, JsonValue } from '../../json.js';
import { isJsonObject, jsonTypeOf } from '../../json-operations.js';
import { ExpressionError } from '../expression-error.js';
import { type Budget, spendVisits, visitsOf } from '../limits.js';

/** The types that functions take and give, as the docs and the editor's autocomplete name them. */
interface ValueTypes {
  any: JsonValue;
  text: string;
  number: number;
  boolean: boolean;
  list: JsonValue[];
  object: JsonObject;
  'text or list': string | JsonValue[];
  'text, list or object': string | JsonValue[] | JsonObject;
}
export type ValueType = keyof ValueTypes;

export interface Parameter {
  name: string;
  type: ValueType;
  /** May be left out. */
  optional?: true;
  /** May be given any number of times, also not at all; only the last parameter. */
  rest?: true;
}

type ArgumentOf<P extends Parameter> = P extends { optional: true }
  ? ValueTypes[P['type']] | undefined
  : ValueTypes[P['type']];
type ArgumentsOf<P extends readonly Parameter[]> = P extends readonly [
  infer Only extends Parameter & { rest: true },
]
  ? ValueTypes[Only['type']][]
  : { [Index in keyof P]: ArgumentOf<P[Index]> };

/** A function of the expression language: pure, and total over JSON (a wrong type is an `ExpressionError`). */
export interface ExpressionFunction {
  readonly name: string;
  /** E.g. `text | split(separator: text) → list`. */
  readonly signature: string;
  /** One line: what it gives. */
  readonly doc: string;
  /** A template, what its roots stand for, and what it gives. */
  readonly example: { template: string; scope?: JsonObject; result: JsonValue };
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly call: (value: JsonValue, args: readonly JsonValue[], budget: Budget) => JsonValue;
}

interface FunctionSpec<Input extends ValueType, Parameters extends readonly Parameter[]> {
  name: string;
  input: Input;
  parameters: Parameters;
  result: ValueType;
  doc: string;
  example: ExpressionFunction['example'];
  call: (value: ValueTypes[Input], args: ArgumentsOf<Parameters>, budget: Budget) => JsonValue;
}

/** Makes a function whose input and arguments are checked before `call` sees them. */
export function defineFunction<Input extends ValueType, const Parameters extends readonly Parameter[]>(
  spec: FunctionSpec<Input, Parameters>,
): ExpressionFunction {
  const { name, input, parameters } = spec;
  // The checks below establish what the types of `call` ask for.
  const call = spec.call as (value: JsonValue, args: readonly JsonValue[], budget: Budget) => JsonValue;
  const hasRest = parameters.some((parameter) => parameter.rest);
  return {
    name,
    signature: signatureOf(spec),
    doc: spec.doc,
    example: spec.example,
    minArguments: parameters.filter((parameter) => !parameter.optional && !parameter.rest).length,
    maxArguments: hasRest ? Number.POSITIVE_INFINITY : parameters.length,
    call(value, args, budget) {
      if (!isOfType(value, input)) throw wrongType(name, `needs ${article(input)}`, value);
      for (let index = 0; index < args.length; index++) {
        const parameter = parameters[Math.min(index, parameters.length - 1)];
        const argument = args[index];
        if (parameter && argument !== undefined && !isOfType(argument, parameter.type)) {
          throw wrongType(`${name}'s ${parameter.name}`, `must be ${article(parameter.type)}`, argument);
        }
      }
      // Many functions over one long text are as much work as one over many values.
      spendVisits(budget, visitsOf(value));
      return call(value, args, budget);
    },
  };
}

/** The error of a function that can't work with a value of the right type but the wrong content. */
export function unfit(name: string, needs: string, value: JsonValue): ExpressionError {
  return wrongType(name, needs, value);
}

function isOfType(value: JsonValue, type: ValueType): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'text or list':
      return typeof value === 'string' || Array.isArray(value);
    case 'text, list or object':
      return typeof value === 'string' || (typeof value === 'object' && value !== null);
  }
}

function wrongType(who: string, needs: string, value: JsonValue): ExpressionError {
  return new ExpressionError('type', `${who} ${needs}, but the value is ${describeValue(value)}.`);
}

/** A value in a few words: `the text "abc…"`, `a list of 3`, `null`. */
export function describeValue(value: JsonValue): string {
  switch (jsonTypeOf(value)) {
    case 'null':
      return 'null';
    case 'string': {
      const text = String(value);
      return `the text ${JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)}`;
    }
    case 'array':
      return `a list of ${Array.isArray(value) ? value.length : 0}`;
    case 'object':
      return 'an object';
    case 'boolean':
      return String(value);
    case 'number':
      return `the number ${String(value)}`;
  }
}

function article(type: ValueType): string {
  if (type === 'any') return 'a value';
  if (type === 'object') return 'an object';
  return type.startsWith('text') ? type : `a ${type}`;
}

/** The part of a spec that its signature shows. */
interface Shape {
  name: string;
  input: ValueType;
  parameters: readonly Parameter[];
  result: ValueType;
}

function signatureOf({ input, name, parameters, result }: Shape): string {
  const list = parameters
    .map(
      ({ name: parameter, type, optional, rest }) =>
        `${rest ? '…' : ''}${parameter}${optional ? '?' : ''}: ${type}`,
    )
    .join(', ');
  return `${input} | ${name}${list === '' ? '' : `(${list})`} → ${result}`;
}
