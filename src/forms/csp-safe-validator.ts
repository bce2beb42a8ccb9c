import { type OutputUnit, Validator } from '@cfworker/json-schema';
import type { JsonSchema, JsonValue } from '../engine/index.js';
import { type FormIssue, type FormValidation, type FormValidator, pathOfPointer } from './form-validator.js';
import { asSchema } from './schema-at.js';

/** Keywords that only say that something below them is wrong; what is wrong follows by itself. */
const WRAPPERS = new Set([
  '$ref',
  '$recursiveRef',
  'allOf',
  'if',
  'properties',
  'patternProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'dependentSchemas',
]);

const ADDITIONAL = new Set(['additionalProperties', 'unevaluatedProperties']);

/** How many schemas are kept ready. */
const KEPT = 100;

/**
 * Checks without `eval` and `new Function`, so that it works under a strict content security policy. It understands drafts 4
 * to 2020-12 (`$schema` says which; 7 when it doesn't), and walks the schema on every check instead of compiling it.
 */
export function createCspSafeValidator(): FormValidator {
  const ready = new Map<string, Validator>();
  return { validate };

  function validate(schema: JsonSchema, value: JsonValue | undefined): FormValidation {
    try {
      const { errors } = validatorOf(schema).validate(value ?? null);
      const issues = errors
        .filter((error) => isOwnFault(error, schema) && !errors.some((other) => isTold(error, other)))
        .map((error) => toIssue(error, schema, value));
      return { ok: true, issues };
    } catch (error) {
      // The library throws plain errors for references that lead nowhere and for patterns that are none.
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, reason: `The form's schema can't be read, so values aren't checked: ${message}` };
    }
  }

  function validatorOf(schema: JsonSchema): Validator {
    const key = JSON.stringify(schema);
    const found = ready.get(key);
    if (found) return found;
    const validator = new Validator(JSON.parse(key), draftOf(schema), false);
    if (ready.size >= KEPT) ready.clear();
    ready.set(key, validator);
    return validator;
  }
}

function draftOf(schema: JsonSchema): '4' | '7' | '2019-09' | '2020-12' {
  const dialect = typeof schema.$schema === 'string' ? schema.$schema : '';
  if (dialect.includes('2020-12')) return '2020-12';
  if (dialect.includes('2019-09')) return '2019-09';
  return dialect.includes('draft-04') ? '4' : '7';
}

/** Whether an error says something by itself. */
function isOwnFault(error: OutputUnit, schema: JsonSchema): boolean {
  if (WRAPPERS.has(error.keyword)) return false;
  const location = error.keywordLocation.replace(/^#/, '');
  if (!ADDITIONAL.has(error.keyword)) return true;
  // The library also counts a member as additional when it is named, but broke its own rules.
  const around = asSchema(ruleAt(schema, location.slice(0, location.lastIndexOf('/'))));
  const name = propertyOf(error) ?? '';
  const patterns = Object.keys(asSchema(around?.patternProperties) ?? {});
  const isNamed = Object.hasOwn(asSchema(around?.properties) ?? {}, name);
  return (
    ruleAt(schema, location) === false &&
    !isNamed &&
    !patterns.some((pattern) => new RegExp(pattern, 'u').test(name))
  );
}

/** Whether a `false` schema's report only repeats that a member is additional. */
function isTold(error: OutputUnit, other: OutputUnit): boolean {
  if (error.keyword !== 'false' || !ADDITIONAL.has(other.keyword)) return false;
  const name = (propertyOf(other) ?? '').replaceAll('~', '~0').replaceAll('/', '~1');
  return error.instanceLocation === `${other.instanceLocation}/${name}`;
}

/** The property that an error is about, which the library only says in its sentence. */
function propertyOf({ error }: OutputUnit): string | undefined {
  const found = /property "(.*)"\.$|does not have "(.*)"\.$|^Property(?: name)? "(.*)" does not match/.exec(
    error,
  );
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

function toIssue(error: OutputUnit, schema: JsonSchema, value: JsonValue | undefined): FormIssue {
  const schemaPath = error.keywordLocation.replace(/^#/, '');
  return {
    path: pathOfPointer(error.instanceLocation.replace(/^#/, ''), value),
    // A schema that is `false` reports itself.
    keyword: error.keyword === 'false' ? 'not' : error.keyword,
    schemaPath,
    limit: ruleAt(schema, schemaPath),
    property: propertyOf(error),
  };
}

/** What stands at a keyword's location, which goes through `$ref`s as if what they stand for stood there. */
function ruleAt(root: JsonSchema, location: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const part of location.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    const next: JsonValue | undefined = Array.isArray(value) ? value[Number(key)] : value[key];
    value = key === '$ref' && typeof next === 'string' ? ruleAt(root, next.replace(/^#/, '')) : next;
  }
  return value;
}
