import type { JsonObject, JsonSchema, JsonValue } from '#engine';
import { cleanText, isObject, memberOf } from '../read-json-source.js';
import { isSecretName, type SecretFinder } from '../secret-finder.js';
import { atPointer } from './resolve-reference.js';

/** Reads schemas of an OpenAPI document as JSON Schema 2020-12, with every reference written out. */
export interface SchemaReader {
  read(schema: JsonValue | undefined, notes: string[]): JsonSchema;
}

interface Reading {
  notes: string[];
  name: string;
  depth: number;
  /** References that are being written out, from the outside in. */
  within: readonly string[];
}

/** Deeper than this, a form helps nobody. */
const MAX_DEPTH = 12;
/** What all schemas of one document may come to, written out: references multiply. */
const MAX_NODES = 100_000;
/** And one of them. */
const MAX_SCHEMA_NODES = 2_000;
const MAX_TEXT = 1_000;

const TEXTS = ['title', 'description', 'format', 'pattern'];
const NUMBERS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
];
const FLAGS = ['uniqueItems', 'readOnly', 'writeOnly', 'deprecated'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

export function createSchemaReader(document: JsonObject, secrets: SecretFinder): SchemaReader {
  // References repeat the same names and texts over and over.
  const cleanTextOf = remembering((text) => secrets.scrub(cleanText(text)));
  const isSecretKey = remembering((name) => secrets.holdsSecret(name));
  const isPlainPattern = remembering((text) => !secrets.holdsSecret(text));
  let nodes = 0;
  let own = 0;

  function read(schema: JsonValue | undefined, reading: Reading): JsonSchema {
    nodes += 1;
    own += 1;
    if (nodes > MAX_NODES || own > MAX_SCHEMA_NODES || reading.depth > MAX_DEPTH) {
      reading.notes.push(
        'A schema was too large to be carried over whole: what is deep inside of it was left out.',
      );
      return {};
    }
    if (!isObject(schema)) return {};
    const reference = memberOf(schema, '$ref');
    if (typeof reference === 'string') return readReference(reference, reading);
    return {
      ...readType(schema),
      ...readLimits(schema),
      ...readValues(schema, reading),
      ...readParts(schema, reading),
    };
  }

  function readReference(reference: string, reading: Reading): JsonSchema {
    if (!reference.startsWith('#/')) {
      reading.notes.push('A schema in another document was left out: nothing is loaded from elsewhere.');
      return {};
    }
    if (reading.within.includes(reference)) {
      reading.notes.push('A schema holds itself: it was cut where it repeats.');
      return {};
    }
    const target = atPointer(document, reference);
    return read(target, { ...reading, within: [...reading.within, reference] });
  }

  /** Whatever may hold a value of the source: defaults and choices, never examples. */
  function readValues(schema: JsonObject, { name }: Reading): JsonSchema {
    const isSafe = (value: JsonValue) =>
      !isSecretName(name) && isPlain(value) && !secrets.isSecret(name, value);
    const given = memberOf(schema, 'default');
    const only = memberOf(schema, 'const');
    const choices = memberOf(schema, 'enum');
    const listed = Array.isArray(choices) ? choices.slice(0, 300) : [];
    return {
      ...(given !== undefined && isSafe(given) && { default: given }),
      ...(only !== undefined && isSafe(only) && { const: only }),
      ...(listed.length > 0 && listed.every(isSafe) && { enum: listed }),
    };
  }

  function readParts(schema: JsonObject, reading: Reading): JsonSchema {
    const inner = { ...reading, depth: reading.depth + 1 };
    const parts: JsonSchema = {};
    const properties = memberOf(schema, 'properties');
    if (isObject(properties)) {
      const kept = Object.entries(properties).filter(([name]) => name.length <= 200 && !isSecretKey(name));
      parts.properties = Object.fromEntries(
        kept.slice(0, 300).map(([name, property]) => [name, read(property, { ...inner, name })]),
      );
      const required = memberOf(schema, 'required');
      const names = kept.slice(0, 300).map(([name]) => name);
      // What the server alone sets is nothing to ask for.
      if (Array.isArray(required)) parts.required = names.filter((name) => required.includes(name));
    }
    const items = memberOf(schema, 'items');
    if (isObject(items)) parts.items = read(items, inner);
    const more = memberOf(schema, 'additionalProperties');
    if (typeof more === 'boolean') parts.additionalProperties = more;
    else if (isObject(more)) parts.additionalProperties = read(more, inner);
    for (const key of LISTS) {
      const list = memberOf(schema, key);
      if (Array.isArray(list) && list.length > 0)
        parts[key] = list.slice(0, 50).map((each) => read(each, inner));
    }
    return parts;
  }

  function readLimits(schema: JsonObject): JsonSchema {
    const limits: JsonSchema = {};
    for (const key of TEXTS) {
      const value = memberOf(schema, key);
      if (typeof value !== 'string' || value === '') continue;
      const isPattern = key === 'pattern' || key === 'format';
      if (isPattern ? value.length <= MAX_TEXT && isPlainPattern(value) : true)
        limits[key] = isPattern ? value : cleanTextOf(value.slice(0, MAX_TEXT));
    }
    for (const key of NUMBERS) {
      const value = memberOf(schema, key);
      if (typeof value === 'number') limits[key] = value;
    }
    for (const key of FLAGS) if (memberOf(schema, key) === true) limits[key] = true;
    moveExclusive(schema, limits, 'exclusiveMinimum', 'minimum');
    moveExclusive(schema, limits, 'exclusiveMaximum', 'maximum');
    return limits;
  }

  return {
    read(schema, notes) {
      own = 0;
      return read(schema, { notes, name: '', depth: 0, within: [] });
    },
  };
}

/** In 3.0 `nullable` stands beside the type; later `null` is one of the types. */
function readType(schema: JsonObject): JsonSchema {
  const type = memberOf(schema, 'type');
  const given = (Array.isArray(type) ? type : [type]).filter(
    (each): each is string => typeof each === 'string' && TYPES.has(each),
  );
  const nullable = memberOf(schema, 'nullable') === true && given.length > 0 && !given.includes('null');
  const types = [...new Set(nullable ? [...given, 'null'] : given)];
  const [only] = types;
  return only === undefined ? {} : { type: types.length === 1 ? only : types };
}

/** In 3.0 `exclusiveMinimum` is true or false, and says what `minimum` means. */
function moveExclusive(schema: JsonObject, limits: JsonSchema, exclusive: string, plain: string): void {
  const bound = memberOf(schema, plain);
  if (memberOf(schema, exclusive) !== true || typeof bound !== 'number') return;
  limits[exclusive] = bound;
  delete limits[plain];
}

function isPlain(value: JsonValue): boolean {
  return JSON.stringify(value).length <= 10_000;
}

function remembering<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? compute(text);
    known.set(text, found);
    return found;
  };
}
