import type { JsonSchema, JsonValue } from '#engine';

/** The input form of one draft, as it grows. */
export interface InputSet {
  /** Adds a field, under a name of its own, and gives how an expression reads it: `input.userId`. */
  add(name: string, schema: JsonSchema, options?: { required?: boolean }): string;
  /** Undefined where there are no fields. */
  schema(): JsonSchema | undefined;
  size(): number;
}

export function createInputSet(): InputSet {
  const properties = new Map<string, JsonSchema>();
  const required: string[] = [];
  return {
    add(name, schema, { required: isRequired = true } = {}) {
      const key = freeName(toIdentifier(name), (candidate) => properties.has(candidate));
      const title = toTitle(name);
      properties.set(key, { ...(schema.title === undefined && title !== '' && { title }), ...schema });
      if (isRequired) required.push(key);
      return `input.${key}`;
    },
    schema() {
      if (properties.size === 0) return undefined;
      return {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: Object.fromEntries(properties),
        ...(required.length > 0 && { required }),
      };
    },
    size: () => properties.size,
  };
}

/** The schema of a value that people may change, with it as the default. */
export function schemaOfValue(value: JsonValue): JsonSchema {
  if (value === null) return { default: null };
  if (Array.isArray(value)) return { type: 'array', items: {}, default: value };
  if (typeof value === 'object') return { type: 'object', default: value };
  if (typeof value === 'number') return { type: 'number', default: value };
  return { type: typeof value, default: value };
}

/** The schema of a value that somebody has to give. */
export function secretSchema(value: JsonValue): JsonSchema {
  if (Array.isArray(value)) return { type: 'array', items: {} };
  if (typeof value === 'object' && value !== null) return { type: 'object' };
  if (typeof value === 'number') return { type: 'number' };
  return { type: 'string', format: 'password', writeOnly: true };
}

/** A name that no other has: `name`, `name_2`, … */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  let count = 2;
  while (isTaken(`${name}_${count}`)) count += 1;
  return `${name}_${count}`;
}

/** A name that an expression can read without quotes. */
export function toIdentifier(name: string): string {
  const plain = name.slice(0, 200).replace(/[^A-Za-z0-9_]+/g, '_');
  const trimmed = trimUnderscores(plain).slice(0, 50);
  if (trimmed === '' || trimmed in Object.prototype) return 'value';
  return /^[A-Za-z]/.test(trimmed) ? trimmed : `n${trimmed}`;
}

function trimUnderscores(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === '_') start += 1;
  while (end > start && text[end - 1] === '_') end -= 1;
  return text.slice(start, end);
}

function toTitle(name: string): string {
  const words = name
    .slice(0, 100)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
