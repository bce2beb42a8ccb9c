import type { FieldTemplateProps } from '@rjsf/utils';
import { ADDITIONAL_PROPERTY_FLAG } from '@rjsf/utils';
import { useField } from './field-context.js';
import { FieldMessages, FieldShell } from './field-shell.js';
import { useFormContext } from './form-context.js';
import { isLiteralSecret } from './literal-secret.js';
import { OpenName, RemoveOpen } from './open-name.js';
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
  const canRename = isAdditional && !form.readOnly;
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
  const isExpression = hasExpression(formData) && !isLiteralSecret(schema);
  const hint =
    rawDescription || isExpression ? (
      <>
        {isExpression && <ReferenceHint text={formData} />}
        {rawDescription && <span>{rawDescription}</span>}
      </>
    ) : undefined;
  return (
    <FieldShell
      required={required && !isAdditional && !field.isItem}
      messages={messages}
      hint={hint}
      kind={isGroup(props) || isUnion ? 'group' : 'control'}
      name={canRename && <OpenName id={props.id} name={props.label} onRename={props.onKeyRenameBlur} />}
      actions={canRename && <RemoveOpen name={props.label} onRemove={props.onRemoveProperty} />}
    >
      {children}
    </FieldShell>
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
