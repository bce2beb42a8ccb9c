import { localToUTC, utcToLocal, type WidgetProps } from '@rjsf/utils';
import { describedBy, useField } from './field-context.js';
import { useFormContext } from './form-context.js';
import { hasExpression } from './template-text.js';
import { TextWidget } from './text-widget.js';

const kinds = { date: 'date', time: 'time', 'date-time': 'datetime-local' } as const;

/** A date, a time or both, by the browser's own picker. A moment is shown in local time and kept in UTC. */
export function DateWidget(props: WidgetProps) {
  const { id, value, schema, onChange, required } = props;
  const field = useField();
  const form = useFormContext();
  if (hasExpression(value)) return <TextWidget {...props} />;
  const format = schema.format === 'date' || schema.format === 'time' ? schema.format : 'date-time';
  const text = typeof value === 'string' ? value : '';
  return (
    <div
      className="pb-control"
      data-invalid={field.invalid || undefined}
      data-readonly={form.readOnly || undefined}
    >
      <input
        id={id}
        className="pb-input"
        type={kinds[format]}
        step={format === 'date' ? undefined : 1}
        value={shownAs(format, text)}
        readOnly={form.readOnly}
        aria-required={required || undefined}
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(id, { hint: schema.description !== undefined, error: field.invalid })}
        onChange={(event) => onChange(readFrom(format, event.target.value))}
      />
    </div>
  );
}

type Format = keyof typeof kinds;

function shownAs(format: Format, value: string): string {
  if (format === 'date-time') return Number.isNaN(Date.parse(value)) ? '' : utcToLocal(value);
  return format === 'time' ? value.replace(/(Z|[+-]\d\d:\d\d)$/, '') : value;
}

function readFrom(format: Format, typed: string): string | undefined {
  if (typed === '') return undefined;
  if (format === 'date-time') return localToUTC(typed);
  // RFC 3339 wants seconds and an offset.
  return format === 'time' ? `${typed.length === 5 ? `${typed}:00` : typed}Z` : typed;
}
