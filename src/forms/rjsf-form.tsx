import { withTheme } from '@rjsf/core';
import { englishStringTranslator, TranslatableString } from '@rjsf/utils';
import { type FormEvent, useCallback, useId, useMemo, useRef, useState } from 'react';
import type { JsonValue } from '../engine/index.js';
import { Button } from '../ui/button.js';
import { defaultBehavior } from './default-behavior.js';
import type { DynamicFormProps, FormError } from './dynamic-form.js';
import { focusPlace } from './focus-place.js';
import { FormContextProvider } from './form-context.js';
import { type FormStrings, useFormStrings } from './form-strings.js';
import type { FormValidator } from './form-validator.js';
import { listReferenceFields } from './reference-fields.js';
import type { ReferenceSource } from './reference-source.js';
import { toRjsfValidator } from './rjsf-validator.js';
import { createShownPlaces, StrayErrors } from './shown-places.js';
import { theme } from './theme.js';
import { useFormMessages } from './use-form-messages.js';
import { withoutUndefined } from './without-undefined.js';

export interface RjsfFormProps extends Omit<DynamicFormProps, 'validator'> {
  validator: FormValidator;
}

const ThemedForm = withTheme(theme);
const noSources: readonly ReferenceSource[] = [];
const noErrors: readonly FormError[] = [];

/** The form itself: rjsf shows the fields, the validator and the messages are ours. */
export function RjsfForm(props: RjsfFormProps) {
  const { schema, value, onChange, references, errors = noErrors, readOnly = false, place = '' } = props;
  const { validator, onSubmit, submitLabel, submitting, actions, children } = props;
  const strings = useFormStrings();
  const element = useRef<HTMLDivElement>(null);
  const [places] = useState(createShownPlaces);
  // rjsf joins ids with `_`, and selectors don't take the colons or guillemets that React's ids have.
  const prefix = `pb${useId().replace(/[^A-Za-z0-9]/g, '')}`;

  const sources = references ?? noSources;
  const fields = useMemo(() => listReferenceFields(sources), [sources]);
  const rjsfValidator = useMemo(() => toRjsfValidator(validator), [validator]);
  const messages = useFormMessages({ schema, value, place, errors, validator, rjsfValidator });
  const { messagesAt, fixesAt, onLeave, filled, failure } = messages;
  const context = useMemo(
    () => ({
      sources,
      fields,
      readOnly,
      canRefer: references !== undefined,
      place,
      places,
      messagesAt,
      fixesAt,
      onLeave,
    }),
    [sources, fields, readOnly, references, place, places, messagesAt, fixesAt, onLeave],
  );

  const translate = useCallback(
    (key: TranslatableString, params?: string[]) => translated(key, params ?? [], strings),
    [strings],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (submitting) return;
    if (messages.isValid) return onSubmit?.(filled ?? {});
    messages.showAll();
    if (element.current) focusFirst(element.current, messages.places());
  };

  const form = (
    <div ref={element} className="pb-form">
      <StrayErrors errors={errors} places={places} />
      <FormContextProvider value={context}>
        <ThemedForm
          tagName="div"
          idPrefix={prefix}
          schema={schema}
          formData={value}
          validator={rjsfValidator}
          readonly={readOnly}
          noHtml5Validate
          noValidate
          showErrorList={false}
          translateString={translate}
          experimental_defaultFormStateBehavior={defaultBehavior}
          onChange={({ formData }, id) => {
            // Without a field it is rjsf filling in defaults: nobody has changed anything.
            if (id !== undefined) onChange(withoutUndefined(formData) as JsonValue); // what fields make is JSON
          }}
        >
          {/* Anything in here takes the place of rjsf's own button. */}
          {true}
        </ThemedForm>
      </FormContextProvider>
      {failure !== undefined && (
        <p className="pb-form-failure" role="status">
          {failure}
        </p>
      )}
      {children}
    </div>
  );
  if (!onSubmit) return form;
  return (
    <form className="pb-form-whole" noValidate onSubmit={submit}>
      {form}
      <div className="pb-form-footer">
        {actions}
        <Button type="submit" variant="primary" loading={submitting} disabled={readOnly}>
          {submitLabel ?? strings.submit}
        </Button>
      </div>
    </form>
  );
}

/** The few of rjsf's own words that our parts leave to it. */
function translated(key: TranslatableString, params: string[], strings: FormStrings): string {
  switch (key) {
    case TranslatableString.YesLabel:
      return strings.yes;
    case TranslatableString.NoLabel:
      return strings.no;
    case TranslatableString.OptionPrefix:
    case TranslatableString.TitleOptionPrefix:
      return strings.kindOption(Number(params.at(-1)));
    case TranslatableString.NewStringDefault:
      return '';
    default:
      return englishStringTranslator(key, params);
  }
}

function focusFirst(form: HTMLElement, places: readonly string[]): void {
  const shown = [...form.querySelectorAll<HTMLElement>('[data-place]')].map((field) => field.dataset.place);
  // The innermost field that has a message, in the order in which fields stand.
  const first = shown.filter((place) => place !== undefined && places.includes(place));
  const place = first.find((candidate) => candidate !== '') ?? first[0];
  if (place !== undefined) focusPlace(form, place);
}
