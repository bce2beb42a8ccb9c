import { useState } from 'react';
import { createAjvValidator } from './ajv-validator.js';
import type { DynamicFormProps } from './dynamic-form.js';
import { RjsfForm } from './rjsf-form.js';

/** A form that Ajv checks; it stands in a chunk of its own, for hosts that bring another validator. */
export function AjvForm(props: Omit<DynamicFormProps, 'validator'>) {
  const [validator] = useState(createAjvValidator);
  return <RjsfForm {...props} validator={validator} />;
}
