import { ADDITIONAL_PROPERTY_FLAG, type WidgetProps } from '@rjsf/utils';
import { Eye, EyeOff } from 'lucide-react';
import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { JsonValue } from '../engine/index.js';
import { typeOfSchema } from '../ui/data-type.js';
import { IconButton } from '../ui/icon-button.js';
import { describedBy, useField } from './field-context.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import { isLiteralSecret } from './literal-secret.js';
import type { ReferenceMatch } from './match-reference-fields.js';
import { hasExpression, insertExpression, openExpressionAt } from './template-text.js';
import { useReferenceList } from './use-reference-list.js';

/** From this length on, a text gets several lines. */
const LONG = 200;

type TextElement = HTMLInputElement | HTMLTextAreaElement;

/** Text of any kind, on one line or several. Typing `{{` offers what can be referred to, at the caret. */
export function TextWidget(props: WidgetProps) {
  const { id, value, schema, onChange, required } = props;
  const field = useField();
  const form = useFormContext();
  const element = useRef<TextElement | null>(null);
  const setElement = (node: TextElement | null) => {
    element.current = node;
  };
  const [caret, setCaret] = useState<number | undefined>();
  const [shown, setShown] = useState(false);
  const moveTo = useRef<number | undefined>(undefined);

  const text = value === undefined || value === null ? '' : String(value);
  const isExpression = hasExpression(text) && !isLiteralSecret(schema);
  const isSecret = schema.format === 'password' && !isExpression;
  const open = caret === undefined || !form.canRefer ? undefined : openExpressionAt(text, caret);
  const pick = (match: ReferenceMatch) => {
    const inserted = insertExpression(text, element.current?.selectionStart ?? text.length, match.expression);
    moveTo.current = inserted.caret;
    setCaret(undefined);
    onChange(inserted.text);
  };
  const { list, aria, onKeyDown } = useReferenceList({
    anchor: element,
    open: open !== undefined && !form.readOnly,
    query: open?.query ?? '',
    wanted: text.trim().startsWith('{{') ? typeOfSchema(schema as JsonValue) : 'string', // schemas are JSON
    onPick: pick,
    onClose: () => setCaret(undefined),
    highlightFirst: true,
  });

  // Keys in PEM have lines, which a field for passwords would join.
  const pasteLines = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text/plain').trim();
    if (!pasted.includes('\n')) return;
    event.preventDefault();
    const { selectionStart, selectionEnd } = event.currentTarget;
    onChange(text.slice(0, selectionStart ?? 0) + pasted + text.slice(selectionEnd ?? text.length));
  };

  // React puts the caret at the end of a text it has changed; after inserting it belongs behind what was inserted.
  useLayoutEffect(() => {
    if (moveTo.current === undefined) return;
    element.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = undefined;
  });

  const shared = {
    id,
    className: isExpression ? 'pb-input pb-mono' : 'pb-input',
    value: text,
    readOnly: form.readOnly,
    placeholder: placeholderOf(props),
    'aria-required': required || undefined,
    'aria-invalid': field.invalid || undefined,
    'aria-describedby': describedBy(id, {
      hint: schema.description !== undefined || isExpression,
      error: field.invalid,
    }),
    ...(form.canRefer && aria),
    onChange: (event: ChangeEvent<TextElement>) => {
      setCaret(event.target.selectionStart ?? undefined);
      onChange(event.target.value === '' ? emptyValue(props) : event.target.value);
    },
    onKeyDown: (event: KeyboardEvent<TextElement>) => {
      onKeyDown(event);
    },
    onBlur: () => setCaret(undefined),
  };
  const isLong = schema.format === 'textarea' || (schema.maxLength ?? 0) > LONG || text.includes('\n');
  return (
    <>
      <div
        className="pb-control"
        data-multiline={isLong || undefined}
        data-invalid={field.invalid || undefined}
        data-readonly={form.readOnly || undefined}
      >
        {isLong ? (
          <textarea
            {...shared}
            ref={setElement}
            rows={4}
            data-hidden={(isSecret && !shown) || undefined}
            {...(isSecret && { autoComplete: 'off', spellCheck: false })}
          />
        ) : (
          <input
            {...shared}
            ref={setElement}
            type={isSecret && !shown ? 'password' : 'text'}
            inputMode={inputModes[inputKind(schema)]}
            autoComplete="off"
            spellCheck={schema.format === undefined && !isExpression}
            onPaste={isSecret ? pasteLines : undefined}
          />
        )}
        {isSecret && <SecretSwitch shown={shown} onChange={setShown} />}
      </div>
      {list}
    </>
  );
}

function SecretSwitch({ shown, onChange }: { shown: boolean; onChange(shown: boolean): void }) {
  const strings = useFormStrings();
  return (
    <IconButton
      size="small"
      tooltip={false}
      label={shown ? strings.hideSecret : strings.showSecret}
      onClick={() => onChange(!shown)}
    >
      {shown ? <EyeOff /> : <Eye />}
    </IconButton>
  );
}

const inputModes: Readonly<Record<string, 'email' | 'url' | 'decimal' | 'numeric'>> = {
  email: 'email',
  uri: 'url',
  number: 'decimal',
  integer: 'numeric',
};

function inputKind({ format, type }: WidgetProps['schema']): string {
  return format ?? (typeof type === 'string' ? type : '');
}

function placeholderOf({ schema, placeholder }: WidgetProps): string | undefined {
  const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined;
  return (
    placeholder || (typeof example === 'string' || typeof example === 'number' ? String(example) : undefined)
  );
}

/**
 * A required field that may be null can only be emptied to null; any other empty field isn't there. An open member that is
 * part of the document itself stays, or it would be gone with its name while it is written anew.
 */
function emptyValue({ schema, required }: WidgetProps): '' | null | undefined {
  if (ADDITIONAL_PROPERTY_FLAG in schema && schema['x-literal'] === true) return '';
  return required && Array.isArray(schema.type) && schema.type.includes('null') ? null : undefined;
}
