import { ADDITIONAL_PROPERTY_FLAG, type FieldProps } from '@rjsf/utils';
import { Braces, type LucideIcon, TextCursorInput } from 'lucide-react';
import { type FocusEvent, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type JsonSchema, type JsonValue, placeWithin } from '../engine/index.js';
import { type DataType, typeOfSchema } from '../ui/data-type.js';
import { SegmentedControl } from '../ui/segmented-control.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { BaseSchemaField } from './base-fields.js';
import { describedBy, FieldContextProvider, useOuterField } from './field-context.js';
import { nameInWords, typeInWords } from './field-label.js';
import { FieldPlace, FieldShell } from './field-shell.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import { isLiteralSecret } from './literal-secret.js';
import { OpenName, RemoveOpen } from './open-name.js';
import { ReferenceHint } from './reference-hint.js';
import { ReferenceInput } from './reference-input.js';
import { hasExpression, toTemplateText, wholeExpression } from './template-text.js';

/** Every field of a form: as rjsf shows it, or as a reference to data. */
export function SchemaField(props: FieldProps) {
  const { fieldPathId, formData, registry, onChange } = props;
  const form = useFormContext();
  const outer = useOuterField();
  const strings = useFormStrings();
  const ui = useUiStrings();
  const { path, $id: id } = fieldPathId;
  const schema = registry.schemaUtils.retrieveSchema(props.schema, formData) as JsonSchema; // JSON as it was passed in
  const type = typeOfSchema(schema);
  // `x-reference`: while it is empty, a reference is what is looked for first.
  const isEmpty = formData === undefined || formData === '';
  const mode = useMode(formData, type, form.canRefer && schema['x-reference'] === true && isEmpty);

  const isBranch = outer?.id === id;
  const isRoot = path.length === 0;
  // `x-literal`: what stands here is part of the document itself, so no expression may take its place.
  const isLiteral = schema['x-literal'] === true;
  const canRefer =
    form.canRefer && !form.readOnly && !isLiteral && !isBranch && !(isRoot && type === 'object');
  const canRename = ADDITIONAL_PROPERTY_FLAG in schema && !form.readOnly;
  const place = useMemo(() => path.reduce<string>(placeWithin, form.place), [path, form.place]);
  const label = labelOf(props, schema, path.at(-1));
  const messages = isBranch ? [] : form.messagesAt(place);

  const set = (value: JsonValue | undefined) => onChange(value, path, undefined, id);
  const body = useRef<HTMLDivElement>(null);
  const switched = useRef(false);
  // The switch stands in what it exchanges, so the new one gets the focus that the old one had.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of mode that replaces the switch
  useLayoutEffect(() => {
    if (!switched.current) return;
    switched.current = false;
    body.current?.querySelector<HTMLElement>('.pb-field-toggle [aria-checked="true"]')?.focus();
  }, [mode.isReference]);
  const choose = (next: 'value' | 'reference') => {
    switched.current = true;
    if (next === 'reference') return mode.refer(formData);
    mode.leave();
    if (hasExpression(formData)) set(mode.literal());
  };

  const isItem = typeof path.at(-1) === 'number';
  const isLine = isItem && isOneLine(schema, type);
  const context = {
    id,
    place,
    label,
    // Of what is part of the document itself, only the value matters.
    typeLabel: isLiteral ? '' : typeInWords(schema, ui, strings),
    isBranch,
    isItem,
    isLine,
    invalid: messages.length > 0,
    toggle: canRefer && (
      <SegmentedControl
        className="pb-field-toggle"
        size="small"
        label={strings.source(label)}
        value={mode.isReference ? 'reference' : 'value'}
        onValueChange={choose}
        segments={[
          {
            value: 'value',
            label: isLine ? <Sign icon={TextCursorInput} word={strings.value} /> : strings.value,
          },
          {
            value: 'reference',
            label: isLine ? <Sign icon={Braces} word={strings.reference} /> : strings.reference,
          },
        ]}
      />
    ),
  };

  // An empty schema allows anything, but rjsf shows nothing for it.
  const shown = Object.keys(props.schema).length === 0 ? { ...props.schema, title: label } : props.schema;
  const field =
    mode.isReference && !isLiteralSecret(schema) ? (
      <ReferenceField
        id={id}
        value={formData}
        type={type}
        required={props.required === true && !context.isItem}
        messages={messages}
        name={canRename && <OpenName id={id} name={label} onRename={props.onKeyRenameBlur} />}
        actions={canRename && <RemoveOpen name={label} onRemove={props.onRemoveProperty} />}
        onChange={set}
        onClear={() => {
          mode.refer(mode.literal());
          set(mode.literal());
        }}
      />
    ) : (
      <BaseSchemaField {...props} schema={shown} onChange={mode.typing(onChange, path)} />
    );

  if (isBranch) return field;
  const drop = canRefer ? (expression: string) => set(toTemplateText(expression)) : undefined;
  return (
    <FieldContextProvider value={context}>
      <FieldPlace place={place} onDrop={drop}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens to where the focus goes */}
        <div ref={body} className="pb-field-body" onBlur={(event: FocusEvent) => mode.blur(event)}>
          {field}
        </div>
      </FieldPlace>
    </FieldContextProvider>
  );
}

/** Is what a schema allows written into one field? */
function isOneLine(schema: JsonSchema, type: DataType): boolean {
  if (schema.enum !== undefined || (schema.oneOf ?? schema.anyOf) !== undefined) return false;
  return type === 'string' || type === 'number' || type === 'any';
}

/** A word where there is room for a sign only. */
function Sign({ icon: Icon, word }: { icon: LucideIcon; word: string }) {
  return (
    <span className="pb-field-sign" title={word}>
      <Icon aria-hidden />
      <span className="pb-visually-hidden">{word}</span>
    </span>
  );
}

interface ReferenceFieldProps {
  id: string;
  value: JsonValue | undefined;
  type: DataType;
  required: boolean;
  messages: readonly string[];
  name: ReactNode;
  actions: ReactNode;
  onChange(text: string): void;
  onClear(): void;
}

function ReferenceField(props: ReferenceFieldProps) {
  const { id, value, type, required, messages, name, actions, onChange, onClear } = props;
  const hint = hasExpression(value) ? <ReferenceHint text={value} /> : undefined;
  return (
    <FieldShell required={required} messages={messages} hint={hint} name={name} actions={actions}>
      <ReferenceInput
        id={id}
        value={value}
        wanted={type}
        required={required}
        invalid={messages.length > 0}
        aria-describedby={describedBy(id, { hint: hint !== undefined, error: messages.length > 0 })}
        onChange={onChange}
        onClear={onClear}
      />
    </FieldShell>
  );
}

/**
 * Whether a field shows a value or a reference. The value says so itself: an expression is a reference, but a text around one
 * is text, and text that is being written stays text until the field is left. Before a reference is chosen, only the
 * person's wish says so.
 */
function useMode(value: JsonValue | undefined, type: DataType, startsAsReference: boolean) {
  const [wanted, setWanted] = useState(startsAsReference);
  const [typed, setTyped] = useState<JsonValue | undefined>();
  const literal = useRef<JsonValue | undefined>(undefined);
  if (value !== undefined && !hasExpression(value)) literal.current = value;

  const isWritten =
    hasExpression(value) && value !== typed && (type !== 'string' || wholeExpression(value) !== undefined);
  return {
    isReference: isWritten || (wanted && !(hasExpression(value) && typed !== undefined)),
    literal: () => literal.current,
    refer: (current: JsonValue | undefined) => {
      if (!hasExpression(current)) literal.current = current;
      setTyped(undefined);
      setWanted(true);
    },
    leave: () => setWanted(false),
    blur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setTyped(undefined);
    },
    typing:
      (onChange: FieldProps['onChange'], own: readonly (string | number)[]): typeof onChange =>
      (next, path, errors, id) => {
        if (path.length === own.length && hasExpression(next)) setTyped(next);
        onChange(next, path, errors, id);
      },
  };
}

function labelOf(props: FieldProps, schema: JsonSchema, key: string | number | undefined): string {
  const title = props.schema.title ?? schema.title;
  if (typeof key === 'number') {
    // The title of a list's items names each of them where it can be no branch's.
    return typeof schema.title === 'string' &&
      props.schema.oneOf === undefined &&
      props.schema.anyOf === undefined
      ? `${schema.title} ${key + 1}`
      : `${key + 1}`;
  }
  if (typeof key === 'string' && ADDITIONAL_PROPERTY_FLAG in schema) return key;
  if (typeof title === 'string' && title !== '') return title;
  return key === undefined ? '' : nameInWords(key);
}
