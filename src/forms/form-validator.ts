import type { JsonSchema, JsonValue } from '../engine/index.js';

/** One rule of a schema that a value breaks. */
export interface FormIssue {
  /** From the value's root. Indices of lists are numbers. */
  readonly path: readonly (string | number)[];
  /** The JSON Schema keyword, like `minLength`. */
  readonly keyword: string;
  /** Where the rule stands, from the schema's root, like `/properties/name/minLength`. */
  readonly schemaPath: string;
  /** What the keyword says, like `3`. */
  readonly limit: JsonValue | undefined;
  /** For `required` and what depends on it: the property that isn't there. */
  readonly property?: string | undefined;
}

export type FormValidation =
  | { readonly ok: true; readonly issues: readonly FormIssue[] }
  /** The schema couldn't be used, or the page doesn't let this validator work. */
  | { readonly ok: false; readonly reason: string };

/**
 * Checks values against JSON Schemas for a form. `createAjvValidator` is the default; it needs `new Function`. Pages whose
 * content security policy forbids that pass one from `createCspSafeValidator`. A validator never throws.
 */
export interface FormValidator {
  validate(schema: JsonSchema, value: JsonValue | undefined): FormValidation;
}

/** The path that a JSON pointer into a value means: indices of lists become numbers. */
export function pathOfPointer(pointer: string, value: JsonValue | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  let at: JsonValue | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(at)) {
      path.push(Number(key));
      at = at[Number(key)];
    } else {
      path.push(key);
      at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? at[key] : undefined;
    }
  }
  return path;
}
