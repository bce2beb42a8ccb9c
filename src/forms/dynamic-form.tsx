import { type ReactNode, Suspense, useContext } from 'react';
import type { JsonSchema, JsonValue } from '../engine/index.js';
import { lazyPart } from '../ui/lazy-part.js';
import { Skeleton } from '../ui/skeleton.js';
import type { FormValidator } from './form-validator.js';
import { FormValidatorContext } from './form-validator-context.js';
import type { ReferenceSource } from './reference-source.js';

/** What puts an error right, at the press of a button. */
export interface FormFix {
  /** What the button says, like `Use "upper"`. */
  label: string;
  apply(): void;
}

export interface FormError {
  /** A place, like `input.email` or `lines[0].sku`; it starts with the form's `place`. */
  path: string;
  /** What is wrong and what would be right. */
  message: string;
  /** Shown only once its field was left, as the form's own are: for what nobody has come to yet. Default: at once. */
  whenLeft?: boolean | undefined;
  /** True where the schema asks for the same: the form's own words for it are shown, where it has some. */
  inSchema?: boolean | undefined;
  /** What puts it right: a button at the field. */
  fix?: FormFix | undefined;
}

export interface DynamicFormProps {
  /** JSON Schema of what the form makes. */
  schema: JsonSchema;
  /** A template: literal values, and texts that hold `{{expressions}}` wherever a value may stand. */
  value: JsonValue | undefined;
  /** After each edit by a person, with the schema's defaults filled in. Opening a form changes nothing. */
  onChange(value: JsonValue): void;
  /** What fields can refer to. Without it fields hold values only. */
  references?: readonly ReferenceSource[] | undefined;
  /**
   * Problems from elsewhere, shown at their fields at once; where no field has that place, on top of the form. The form's
   * own are shown once a field was left.
   */
  errors?: readonly FormError[] | undefined;
  readOnly?: boolean | undefined;
  /** Where the value stands in its document, like `input`: each field is found as `data-place`, like `input.email`. */
  place?: string | undefined;
  /** Shows a button; it's called with a value that fits the schema, as far as its references let one know. */
  onSubmit?: ((value: JsonValue) => void) | undefined;
  submitLabel?: string | undefined;
  /** While what `onSubmit` started is under way. */
  submitting?: boolean | undefined;
  /** Other buttons, before that one. */
  actions?: ReactNode;
  /** What stands between the fields and the buttons. */
  children?: ReactNode;
  /** Default: the `PatchbayProvider`'s, else Ajv, which a strict content security policy doesn't let work: see `createCspSafeValidator`. */
  validator?: FormValidator | undefined;
}

const RjsfForm = lazyPart(async () => (await import('./rjsf-form.js')).RjsfForm);
const AjvForm = lazyPart(async () => (await import('./ajv-form.js')).AjvForm);

/**
 * A form made from plain JSON Schema (draft 7, and what 2020-12 shares with it). Its code is loaded on first use. Give it another
 * `key` for another thing to edit: which fields are in reference mode is remembered by field.
 */
export function DynamicForm({ validator: own, ...props }: DynamicFormProps) {
  const shared = useContext(FormValidatorContext);
  const validator = own ?? shared;
  return (
    <Suspense fallback={<Skeleton lines={4} height={34} />}>
      {validator ? <RjsfForm {...props} validator={validator} /> : <AjvForm {...props} />}
    </Suspense>
  );
}
