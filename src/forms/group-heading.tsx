import type { ReactNode } from 'react';
import { useField } from './field-context.js';
import { useFormStrings } from './form-strings.js';

export interface GroupHeadingProps {
  required: boolean;
  description?: string | undefined;
  actions?: ReactNode;
}

/** The label row of an object or a list. */
export function GroupHeading({ required, description, actions }: GroupHeadingProps) {
  const field = useField();
  const strings = useFormStrings();
  return (
    <>
      <div className="pb-field-head">
        <span className="pb-field-name">
          <span className="pb-label" id={`${field.id}-label`} data-required={required || undefined}>
            {field.label}
            {required && <span className="pb-visually-hidden"> {strings.required}</span>}
          </span>
          {field.typeLabel && <span className="pb-field-type">{field.typeLabel}</span>}
        </span>
        {actions}
        {field.toggle}
      </div>
      {description && <p className="pb-hint pb-group-description">{description}</p>}
    </>
  );
}
