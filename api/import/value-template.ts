import type { JsonValue } from '#engine';
import { type InputSet, schemaOfValue, secretSchema } from './input-set.js';
import { isObject } from './read-json-source.js';
import type { SecretFinder } from './secret-finder.js';

/** Makes templates of values: what people may want to change becomes an input, with the value as its default. */
export interface ValueWriter {
  /** A value of a field of this name. Its type stays. */
  write(name: string, value: JsonValue): JsonValue;
  /** An object, field by field. */
  writeTree(name: string, value: JsonValue): JsonValue;
  /** A value that stays as it is, but for placeholders. */
  writeText(text: string): string;
  /** A field for a secret. */
  writeSecret(name: string, value: JsonValue): string;
}

export interface ValueWriterOptions {
  inputs: InputSet;
  secrets: SecretFinder;
  placeholder: RegExp | undefined;
  notes: string[];
}

/** A form with more fields is filled in by nobody: beyond these, objects are one field each. */
const MAX_INPUTS = 60;
const MAX_DEPTH = 4;
/** Longer texts are no default that anybody would read in a form. */
const MAX_DEFAULT = 100_000;

export function createValueWriter(options: ValueWriterOptions): ValueWriter {
  const { inputs, secrets, placeholder, notes } = options;
  /** One placeholder is one input, wherever it stands. */
  const named = new Map<string, string>();

  const readPlaceholder = (name: string) => {
    const known = named.get(name) ?? inputs.add(name, { type: 'string' });
    named.set(name, known);
    return `{{${known}}}`;
  };
  const writeText = (text: string) => {
    if (!placeholder) return escapeHoles(text);
    let end = 0;
    let written = '';
    for (const match of text.matchAll(placeholder)) {
      const name = match.slice(1).find((group) => group !== undefined) ?? '';
      written += escapeHoles(text.slice(end, match.index)) + readPlaceholder(name);
      end = match.index + match[0].length;
    }
    return written + escapeHoles(text.slice(end));
  };
  const writeSecret = (name: string, value: JsonValue) => {
    notes.push(
      `The value of ${secrets.holdsSecret(name) ? 'a field' : `"${name.slice(0, 100)}"`} looked like a secret and was left out: it is an input without a default.`,
    );
    return `{{${inputs.add(secrets.holdsSecret(name) ? 'secret' : name, secretSchema(value))}}}`;
  };
  const write = (name: string, value: JsonValue) => {
    if (
      typeof value === 'string' &&
      placeholder &&
      value.search(placeholder) !== -1 &&
      !isSecret(name, value)
    )
      return writeText(value);
    if (isSecret(name, value)) return writeSecret(name, value);
    if (typeof value === 'string' && value.length > MAX_DEFAULT) {
      notes.push(`The value of "${name.slice(0, 100)}" was too long for a default and was left out.`);
      return `{{${inputs.add(name, { type: 'string' })}}}`;
    }
    if (typeof value === 'object' && placeholder && JSON.stringify(value).search(placeholder) !== -1) {
      // A default is sent as it is: a variable in it would not be filled in.
      notes.push(`The value of "${name.slice(0, 100)}" has variables in it and was left out.`);
      return `{{${inputs.add(name, Array.isArray(value) ? { type: 'array', items: {} } : { type: 'object' })}}}`;
    }
    return `{{${inputs.add(name, schemaOfValue(value))}}}`;
  };
  /** A placeholder under a telling name is the place of a secret, and none itself. */
  const isSecret = (name: string, value: JsonValue): boolean => {
    if (typeof value === 'string' && placeholder && value.replace(placeholder, '') === '') return false;
    return holdsSecret(secrets, name, value);
  };
  const writeTree = (name: string, value: JsonValue, depth = 0): JsonValue => {
    const entries = isObject(value) ? Object.entries(value) : [];
    const isOpen = entries.length > 0 && depth < MAX_DEPTH && inputs.size() + entries.length <= MAX_INPUTS;
    if (!isOpen || entries.some(([key]) => secrets.holdsSecret(key))) return write(name || 'body', value);
    return Object.fromEntries(entries.map(([key, member]) => [key, writeTree(key, member, depth + 1)]));
  };
  return { write, writeTree: (name, value) => writeTree(name, value), writeText, writeSecret };
}

/** Whether anything in a value is a secret, its keys included. */
function holdsSecret(secrets: SecretFinder, name: string, value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some((item) => holdsSecret(secrets, name, item));
  if (!isObject(value)) return secrets.isSecret(name, value);
  return Object.entries(value).some(
    ([key, member]) => secrets.holdsSecret(key) || holdsSecret(secrets, key, member),
  );
}

/** Text that is no expression. */
function escapeHoles(text: string): string {
  return text.replaceAll('{{', '\\{{');
}
