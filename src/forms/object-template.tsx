import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import { canExpand } from '@rjsf/utils';
import { Plus } from 'lucide-react';
import { Button } from '../ui/button.js';
import { useOuterField } from './field-context.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import { GroupHeading } from './group-heading.js';

/** An object: its fields one below the other, in a section of its own where it stands inside another one. */
export function ObjectTemplate(props: ObjectFieldTemplateProps) {
  const { properties, schema, uiSchema, formData, fieldPathId, onAddProperty, required = false } = props;
  const form = useFormContext();
  const field = useOuterField();
  const strings = useFormStrings();
  const isRoot = fieldPathId.path.length === 0;
  const isUnion = schema.oneOf !== undefined || schema.anyOf !== undefined;
  if (isUnion && properties.length === 0) return null;

  const canAdd = !form.readOnly && canExpand(schema, uiSchema, formData);
  const content = (
    <>
      {properties.map((property) => property.content)}
      {properties.length === 0 && !canAdd && <p className="pb-hint">{strings.noFields}</p>}
      {canAdd && (
        <div>
          <Button variant="ghost" size="small" icon={<Plus />} onClick={() => onAddProperty()}>
            {strings.addField}
          </Button>
        </div>
      )}
    </>
  );
  const isPlain = isRoot || field?.isBranch || isUnion || field?.id !== fieldPathId.$id;
  if (isPlain) return <div className="pb-fields">{content}</div>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't shrink below its content's width
    <div role="group" aria-labelledby={`${fieldPathId.$id}-label`} className="pb-group">
      <GroupHeading required={required && !field?.isItem} description={description(props)} />
      <div className="pb-fields pb-group-body">{content}</div>
    </div>
  );
}

function description({ schema }: ObjectFieldTemplateProps): string | undefined {
  return schema.description;
}
