import type { RJSFSchema, ValidatorType } from '@rjsf/utils';
import type { JsonSchema } from '../engine/index.js';
import type { FormValidator } from './form-validator.js';
import { validateTemplate } from './validate-template.js';

/**
 * A form validator as rjsf wants it. rjsf only asks which branch of a schema a value fits; the form itself finds and shows
 * what is wrong, so there is nothing to validate here.
 */
export function toRjsfValidator(validator: FormValidator): ValidatorType {
  return {
    isValid(schema, formData, rootSchema) {
      const whole = { ...shared(rootSchema), ...schema } as JsonSchema; // rjsf's schemas are the JSON that was passed in
      const { issues, failure } = validateTemplate(validator, whole, formData);
      return failure === undefined && issues.length === 0;
    },
    validateFormData: () => ({ errors: [], errorSchema: {} }),
    rawValidation: () => ({}),
  };
}

/** What `$ref`s inside a branch may point at. */
function shared({ definitions, $defs }: RJSFSchema): RJSFSchema {
  return { ...(definitions && { definitions }), ...($defs && { $defs }) };
}
