import { type DragEvent, type ReactNode, useLayoutEffect, useState } from 'react';
import { Button } from '../ui/button.js';
import { classNames } from '../ui/class-names.js';
import { carriesReference, getDraggedReference } from '../ui/reference-drag.js';
import { useField } from './field-context.js';
import { useFormContext } from './form-context.js';

export interface FieldShellProps {
  required: boolean;
  /** Help, below the control. */
  hint?: ReactNode;
  /** What is wrong. */
  messages: readonly string[];
  /** `control`: the label points at the control's id. `group`: it names the group of several controls. */
  kind?: 'control' | 'group' | undefined;
  /** Stands in the label's place, which then is only for screen readers. */
  name?: ReactNode;
  /** Beside the label, at its end. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A field: its label row, its control, what is wrong, and help. */
export function FieldShell({
  required,
  hint,
  messages,
  kind = 'control',
  name,
  actions,
  children,
}: FieldShellProps) {
  const field = useField();
  return (
    <div
      className={classNames('pb-field', field.isLine && 'pb-field-line')}
      data-invalid={field.invalid || undefined}
    >
      <div className="pb-field-head">
        <span className="pb-field-name">
          {kind === 'control' ? (
            <label
              className={name ? 'pb-visually-hidden' : 'pb-label'}
              htmlFor={field.id}
              data-required={required || undefined}
            >
              {field.label}
            </label>
          ) : (
            <span
              className={name ? 'pb-visually-hidden' : 'pb-label'}
              id={`${field.id}-label`}
              data-required={required || undefined}
            >
              {field.label}
            </span>
          )}
          {name ||
            (field.typeLabel && !field.isLine && <span className="pb-field-type">{field.typeLabel}</span>)}
        </span>
        {actions}
        {field.toggle}
      </div>
      {children}
      <FieldMessages id={field.id} messages={messages} hint={hint} />
    </div>
  );
}

export interface FieldMessagesProps {
  id: string;
  messages: readonly string[];
  hint?: ReactNode;
}

export function FieldMessages({ id, messages, hint }: FieldMessagesProps) {
  const { fixesAt, readOnly } = useFormContext();
  const { place } = useField();
  const fixes = readOnly || messages.length === 0 ? [] : fixesAt(place);
  return (
    <>
      {messages.length > 0 && (
        <p className="pb-field-error" id={`${id}-error`}>
          {messages.map((message) => (
            <span key={message}>{message}</span>
          ))}
        </p>
      )}
      {fixes.length > 0 && (
        <div className="pb-field-fixes">
          {fixes.map(({ label, apply }) => (
            <Button
              key={label}
              size="small"
              onClick={({ currentTarget }) => {
                // The button goes with what it puts right.
                currentTarget.ownerDocument.getElementById(id)?.focus();
                apply();
              }}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
      {hint && (
        <div className="pb-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </>
  );
}

export interface FieldDropProps {
  place: string;
  /** Absent where nothing may be dropped. */
  onDrop: ((expression: string) => void) | undefined;
  children: ReactNode;
}

/** The place of a field in the page: it can be found by `data-place`, takes dropped references, and knows when it is left. */
export function FieldPlace({ place, onDrop, children }: FieldDropProps) {
  const { onLeave, places } = useFormContext();
  useLayoutEffect(() => places.add(place), [places, place]);
  const [over, setOver] = useState(false);
  const accepts = (event: DragEvent) => onDrop !== undefined && carriesReference(event.dataTransfer);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to do what the reference list does
    <div
      className="pb-field-place"
      data-place={place}
      data-drop={over || undefined}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onLeave(place);
      }}
      onDragOver={(event) => {
        if (!accepts(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = 'link';
        setOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || !event.currentTarget.contains(to)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        if (!accepts(event)) return;
        event.preventDefault();
        event.stopPropagation();
        const expression = getDraggedReference(event.dataTransfer);
        if (expression) onDrop?.(expression);
      }}
    >
      {children}
    </div>
  );
}
