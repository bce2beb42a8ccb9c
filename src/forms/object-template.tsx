import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import { canExpand } from '@rjsf/utils';
import { Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
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
  const body = useRef<HTMLDivElement>(null);
  const isAdding = useRef(false);
  const count = properties.length;
  // A field that was just added wants a name.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new field that brings its name
  useEffect(() => {
    if (!isAdding.current) return;
    isAdding.current = false;
    const names = body.current?.querySelectorAll<HTMLInputElement>('.pb-field-key input');
    names?.item(names.length - 1)?.select();
  }, [count]);

  if (isUnion && properties.length === 0) return null;

  const canAdd = !form.readOnly && canExpand(schema, uiSchema, formData);
  const add = () => {
    isAdding.current = true;
    onAddProperty();
  };
  const content = (
    <>
      {properties.map((property) => property.content)}
      {properties.length === 0 && !canAdd && <p className="pb-hint">{strings.noFields}</p>}
      {canAdd && (
        <div>
          <Button variant="ghost" size="small" icon={<Plus />} onClick={add}>
            {strings.addField}
          </Button>
        </div>
      )}
    </>
  );
  const isPlain = isRoot || field?.isBranch || isUnion || field?.id !== fieldPathId.$id;
  if (isPlain)
    return (
      <div ref={body} className="pb-fields">
        {content}
      </div>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't shrink below its content's width
    <div role="group" aria-labelledby={`${fieldPathId.$id}-label`} className="pb-group">
      <GroupHeading required={required && !field?.isItem} description={description(props)} />
      <div ref={body} className="pb-fields pb-group-body">
        {content}
      </div>
    </div>
  );
}

function description({ schema }: ObjectFieldTemplateProps): string | undefined {
  return schema.description;
}
