import type { FieldTemplateProps } from '@rjsf/utils';
import { ADDITIONAL_PROPERTY_FLAG } from '@rjsf/utils';
import { X } from 'lucide-react';
import { IconButton } from '../ui/icon-button.js';
import { useField } from './field-context.js';
import { FieldMessages, FieldShell } from './field-shell.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import { ReferenceHint } from './reference-hint.js';
import { hasExpression } from './template-text.js';

/** A field in value mode. Objects and lists bring their own heading. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { schema, children, hidden, displayLabel, required = false, rawDescription, formData } = props;
  const field = useField();
  const form = useFormContext();
  if (hidden) return <div hidden>{children}</div>;
  if (field.isBranch) return children;

  const messages = form.messagesAt(field.place);
  const isAdditional = ADDITIONAL_PROPERTY_FLAG in schema;
  const isUnion = (schema.oneOf ?? schema.anyOf) !== undefined && !registrySelects(props);
  const isLeaf = displayLabel === true || (schema.type === 'boolean' && !isUnion);
  if (!isLeaf && !isAdditional && !isUnion) {
    return (
      <>
        {children}
        <FieldMessages id={field.id} messages={messages} />
      </>
    );
  }
  const hint =
    rawDescription || hasExpression(formData) ? (
      <>
        {hasExpression(formData) && <ReferenceHint text={formData} />}
        {rawDescription && <span>{rawDescription}</span>}
      </>
    ) : undefined;
  return (
    <FieldShell
      required={required && !isAdditional && !field.isItem}
      messages={messages}
      hint={hint}
      kind={isGroup(props) || isUnion ? 'group' : 'control'}
      name={isAdditional && !form.readOnly ? <NameInput {...props} /> : undefined}
      actions={isAdditional && !form.readOnly ? <AdditionalActions {...props} /> : undefined}
    >
      {children}
    </FieldShell>
  );
}

function AdditionalActions({ onRemoveProperty, label }: FieldTemplateProps) {
  const strings = useFormStrings();
  return (
    <IconButton
      size="small"
      label={`${strings.remove} ${label}`}
      tooltip={false}
      className="pb-field-remove"
      onClick={() => onRemoveProperty()}
    >
      <X />
    </IconButton>
  );
}

/** The name of a member that the schema leaves open. It takes effect when it's left, as each name makes another object. */
function NameInput({ id, label, onKeyRenameBlur }: FieldTemplateProps) {
  const strings = useFormStrings();
  return (
    <div className="pb-control pb-field-key">
      <input
        key={label}
        id={`${id}-key`}
        className="pb-input pb-mono"
        type="text"
        aria-label={`${strings.fieldName}: ${label}`}
        defaultValue={label}
        spellCheck={false}
        autoComplete="off"
        onBlur={onKeyRenameBlur}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}

function registrySelects({ registry, schema }: FieldTemplateProps): boolean {
  return registry.schemaUtils.isSelect(schema);
}

/** Controls of several parts are named by a group's label; a `label` element can point at one part only. */
function isGroup({ schema, registry }: FieldTemplateProps): boolean {
  if (schema.type === 'boolean') return true;
  return registry.schemaUtils.isMultiSelect(schema) || registry.schemaUtils.isSelect(schema);
}
