import { type ChangeEvent, type ComponentPropsWithoutRef, forwardRef, type ReactNode, useId } from 'react';
import { classNames } from './class-names.js';

export interface TextFieldProps
  extends Omit<ComponentPropsWithoutRef<'input'>, 'onChange' | 'prefix' | 'size'> {
  label: string;
  /** `true`: the label is only for screen readers. */
  hideLabel?: boolean | undefined;
  /** Help, below the field. */
  hint?: ReactNode;
  /** What is wrong and what would be right. */
  error?: string | undefined;
  value: string;
  onValueChange(value: string): void;
  /** Several lines; the number of them shown. */
  rows?: number | undefined;
  mono?: boolean | undefined;
  prefix?: ReactNode;
  suffix?: ReactNode;
}

export const TextField = forwardRef<HTMLInputElement, TextFieldProps>(function TextField(props, ref) {
  const {
    label,
    hideLabel,
    hint,
    error,
    value,
    onValueChange,
    rows,
    mono,
    prefix,
    suffix,
    className,
    ...rest
  } = props;
  const made = useId();
  const id = rest.id ?? made;
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const shared = {
    ...rest,
    id,
    value,
    className: classNames('pb-input', mono && 'pb-mono'),
    'aria-describedby': describedBy,
    'aria-invalid': error ? true : undefined,
    onChange: (event: ChangeEvent<HTMLInputElement>) => onValueChange(event.target.value),
  };
  return (
    <div className={classNames('pb-text-field', className)}>
      <label htmlFor={id} className={hideLabel ? 'pb-visually-hidden' : 'pb-label'}>
        {label}
      </label>
      <div
        className="pb-control"
        data-invalid={error ? true : undefined}
        data-multiline={rows ? true : undefined}
      >
        {prefix && <span className="pb-control-affix">{prefix}</span>}
        {rows ? (
          // A textarea takes every attribute that is passed on here; only the element type of its events differs.
          <textarea {...(shared as unknown as ComponentPropsWithoutRef<'textarea'>)} rows={rows} />
        ) : (
          <input type="text" {...shared} ref={ref} />
        )}
        {suffix && <span className="pb-control-affix">{suffix}</span>}
      </div>
      {error && (
        <p className="pb-field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="pb-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
});
