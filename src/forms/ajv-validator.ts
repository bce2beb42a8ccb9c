import { customizeValidator } from '@rjsf/validator-ajv8';
import type { JsonSchema, JsonValue } from '../engine/index.js';
import { type FormIssue, type FormValidator, pathOfPointer } from './form-validator.js';

/** What is read of Ajv's errors. */
interface AjvError {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: { missingProperty?: string; additionalProperty?: string; propertyName?: string };
  schema?: JsonValue;
}

/** How many schemas are kept compiled. */
const KEPT = 100;

/**
 * Checks with Ajv 8 (drafts 6, 7 and what 2020-12 shares with them), which compiles each schema with `new Function`. Where a
 * content security policy forbids that, every answer is a refusal that says so.
 */
export function createAjvValidator(): FormValidator {
  // A format that Ajv doesn't know is a note for whoever draws the field, and no reason to write to the host's console.
  const validator = customizeValidator({ ajvOptionsOverrides: { logger: false } });
  // Ajv knows a schema again by its identity, hosts often pass an equal one that is new.
  const known = new Map<string, JsonSchema>();

  return {
    validate(schema, value) {
      const { errors = [], validationError } = validator.rawValidation<AjvError>(remembered(schema), value);
      if (!validationError) return { ok: true, issues: errors.map((error) => toIssue(error, value)) };
      const blocked = validationError.name === 'EvalError' || /unsafe-eval/.test(validationError.message);
      const reason = blocked
        ? "This page's security policy doesn't let Ajv work, so values aren't checked. Pass a validator made with createCspSafeValidator()."
        : `The form's schema can't be read, so values aren't checked: ${validationError.message}`;
      return { ok: false, reason };
    },
  };

  function remembered(schema: JsonSchema): JsonSchema {
    const { $schema: _dialect, $id: _id, ...rest } = schema;
    const key = JSON.stringify(rest);
    const found = known.get(key);
    if (found) return found;
    if (known.size >= KEPT) {
      known.clear();
      validator.reset?.();
    }
    known.set(key, rest);
    return rest;
  }
}

function toIssue(error: AjvError, value: JsonValue | undefined): FormIssue {
  const { missingProperty, additionalProperty, propertyName } = error.params;
  return {
    path: pathOfPointer(error.instancePath, value),
    keyword: error.keyword,
    schemaPath: error.schemaPath.replace(/^#/, ''),
    limit: error.schema,
    property: missingProperty ?? additionalProperty ?? propertyName,
  };
}
