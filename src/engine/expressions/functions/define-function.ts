import type { JsonObject, JsonValue } from '../../json.js';
import { isJsonObject, type JsonType, jsonTypeOf, ownProperty } from '../../json-operations.js';
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
  'text or number': string | number;
  'text or list': string | JsonValue[];
  'text, list or object': string | JsonValue[] | JsonObject;
}
type ValueType = keyof ValueTypes;

/** A parameter is `name: type`, or `name?: type` where it may be left out; `…name: type` is any number of them. */
type ArgumentOf<P> = P extends `${string}?: ${infer T extends ValueType}`
  ? ValueTypes[T] | undefined
  : P extends `${string}: ${infer T extends ValueType}`
    ? ValueTypes[T]
    : never;
type ArgumentsIn<List> = List extends `…${string}: ${infer T extends ValueType}`
  ? ValueTypes[T][]
  : List extends `${infer First}, ${infer Rest}`
    ? [ArgumentOf<First>, ...ArgumentsIn<Rest>]
    : [ArgumentOf<List>];
type ArgumentsOf<Signature> = Signature extends `${string}(${infer List})${string}` ? ArgumentsIn<List> : [];
type InputOf<Signature> = Signature extends `${infer Input extends ValueType} | ${string}`
  ? ValueTypes[Input]
  : never;

const SIGNATURE = /^(.+) \| (\w+)(?:\((.+)\))? → /;

type NameIn<Signature> = Signature extends `${string} | ${infer Call} → ${string}`
  ? Call extends `${infer Name}(${string}`
    ? Name
    : Call
  : never;

/** What evaluation has to know of a function. */
export interface KnownFunction<Name extends string = string> {
  readonly name: Name;
  /** E.g. `text | split(separator: text) → list`. */
  readonly signature: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  readonly call: (value: JsonValue, args: readonly JsonValue[], budget: Budget) => JsonValue;
}

/**
 * Makes a function from its signature, such as `text | slice(start: number, end?: number) → text`: input and
 * arguments are checked against it before `compute` sees them.
 */
export function defineFunction<Signature extends `${ValueType} | ${string} → ${ValueType}`>(
  signature: Signature,
  compute: (value: InputOf<Signature>, args: ArgumentsOf<Signature>, budget: Budget) => JsonValue,
): KnownFunction<NameIn<Signature>> {
  // The type of `signature` has these parts, and the checks below establish what the types of `compute` ask for.
  const [, input, name, list] = SIGNATURE.exec(signature) as unknown as [
    string,
    ValueType,
    NameIn<Signature>,
    string?,
  ];
  const types = jsonTypesOf(input);
  const parameters = (list?.split(', ') ?? []).map((text) => {
    const [label, type] = text.split(': ') as [string, ValueType];
    return { label, type, types: jsonTypesOf(type) };
  });
  const call = compute as unknown as KnownFunction['call'];
  return {
    name,
    signature,
    minArguments: parameters.filter(({ label }) => !/[?…]/.test(label)).length,
    maxArguments: list?.includes('…') ? Number.POSITIVE_INFINITY : parameters.length,
    call(value, args, budget) {
      if (!isOneOf(types, value)) throw unfit(name, `needs ${article(input)}`, value);
      // Many functions over one long text are as much work as one over many values.
      spendVisits(budget, visitsOf(value));
      for (let index = 0; index < args.length; index++) {
        const argument = args[index];
        const parameter = parameters[Math.min(index, parameters.length - 1)];
        if (argument === undefined || !parameter) continue;
        const { label, type } = parameter;
        if (!isOneOf(parameter.types, argument))
          throw unfit(`${name}'s ${label.replace(/[?…]/, '')}`, `must be ${article(type)}`, argument);
        spendVisits(budget, visitsOf(argument));
      }
      return call(value, args, budget);
    },
  };
}

/** The error of a function that can't work with a value of the right type but the wrong content. */
export function unfit(name: string, needs: string, value: JsonValue): ExpressionError {
  return new ExpressionError('type', `${name} ${needs}, but the value is ${describeValue(value)}.`);
}

/** What JSON calls the types that signatures name. */
export const JSON_TYPES: Readonly<Record<string, JsonType>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  list: 'array',
  object: 'object',
};

/** JSON's names for what a type such as `text or list` stands for; undefined for `any`. */
function jsonTypesOf(type: ValueType): readonly JsonType[] | undefined {
  if (type === 'any') return undefined;
  return type.split(/, | or /).flatMap((name) => ownProperty(JSON_TYPES, name) ?? []);
}

function isOneOf(types: readonly JsonType[] | undefined, value: JsonValue): boolean {
  return !types || types.includes(jsonTypeOf(value));
}

/** A value in a few words: `the text "abc…"`, `a list of 3`, `null`. */
export function describeValue(value: JsonValue): string {
  if (typeof value === 'string') {
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  }
  if (typeof value === 'number') return `the number ${value}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isJsonObject(value) ? 'an object' : String(value);
}

function article(type: ValueType): string {
  if (type === 'any') return 'a value';
  if (type === 'object') return 'an object';
  return type.startsWith('text') ? type : `a ${type}`;
}
