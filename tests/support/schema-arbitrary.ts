import fc from 'fast-check';

/** The keywords of JSON Schema that the API's document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
}

export interface SchemaArbitraryOptions {
  /** What a reference such as `#/components/schemas/Flow` stands for. */
  resolve(reference: string): JsonSchema;
  /** Levels of objects and lists; below them everything is as small as it may be. */
  depth?: number;
}

const jsonValue = fc.jsonValue({ maxDepth: 2 });

/** Values that fit a JSON Schema, as far as its keywords are known here; a server may still refuse them. */
export function fromSchema(
  schema: JsonSchema,
  { resolve, depth = 5 }: SchemaArbitraryOptions,
): fc.Arbitrary<unknown> {
  const inner = (next: JsonSchema): fc.Arbitrary<unknown> => fromSchema(next, { resolve, depth: depth - 1 });
  const same = (next: JsonSchema): fc.Arbitrary<unknown> => fromSchema(next, { resolve, depth });
  if (schema.$ref !== undefined) return inner(resolve(schema.$ref));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    // Where it gets deep, a choice that can end: anything but a reference, if there is one.
    const ending = choices.filter(
      ({ $ref, type }) => $ref === undefined && type !== 'array' && type !== 'object',
    );
    return fc.oneof(...(depth > 0 || ending.length === 0 ? choices : ending).map(same));
  }
  if (schema.allOf) return fc.tuple(...schema.allOf.map(same)).map((parts) => Object.assign({}, ...parts));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => same({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return ofString(schema);
    case 'integer':
      return fc.integer({ min: bound(schema.minimum, -1_000), max: bound(schema.maximum, 1_000) });
    case 'number':
      return fc.double({ min: bound(schema.minimum, -1e6), max: bound(schema.maximum, 1e6), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, depth > 0 ? Math.min(schema.maxItems ?? 3, 3) : 0),
      });
    case 'object':
      return ofObject(schema, depth, inner);
    default:
      return jsonValue;
  }
}

function ofObject(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  depth: number,
  inner: (schema: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const names = Object.keys(properties).filter((name) => depth > 0 || required.includes(name));
  const model = Object.fromEntries(names.map((name) => [name, inner(properties[name] ?? {})]));
  const own = fc.record(model, { requiredKeys: required.filter((name) => names.includes(name)) });
  if (typeof additionalProperties !== 'object' || depth <= 0) return own;
  const more = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), inner(additionalProperties), { maxKeys: 3 });
  return fc.tuple(more, own).map(([rest, known]) => ({ ...rest, ...known }));
}

/** Those that RFC 3339 can write. */
const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') });

function ofString({ format, pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return dates.map((date) => date.toISOString());
  if (format === 'uri') return fc.webUrl();
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
}

const bound = (value: number | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.max(-2_147_483_648, Math.min(2_147_483_647, value));

/** A value with one place of it put out of shape: another value there, or none, or one too many. */
export function spoiled(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), fc.oneof(jsonValue, fc.constant(undefined)))
    .map(([value, place, other]) => {
      const spoil = (target: unknown, at: number): unknown => {
        if (typeof target !== 'object' || target === null) return other ?? null;
        const names = Object.keys(target);
        const name = names[at % (names.length + 1)];
        if (name === undefined)
          return Array.isArray(target) ? [...target, other] : { ...target, unknownField: other };
        const next = spoil(Reflect.get(target, name), Math.floor(at / (names.length + 1)));
        return Array.isArray(target)
          ? target.map((item, index) => (String(index) === name ? next : item))
          : { ...target, [name]: at % 3 === 0 ? other : next };
      };
      return spoil(structuredClone(value), place);
    });
}
