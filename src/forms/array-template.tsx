import type { ArrayFieldItemTemplateProps, ArrayFieldTemplateProps } from '@rjsf/utils';
import { ChevronDown, ChevronUp, Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { JsonSchema } from '../engine/index.js';
import { Button } from '../ui/button.js';
import { IconButton } from '../ui/icon-button.js';
import { useField } from './field-context.js';
import { firstControl } from './focus-place.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import { GroupHeading } from './group-heading.js';

/** A list: its items one below the other, each of which can be moved and taken away. */
export function ArrayTemplate(props: ArrayFieldTemplateProps) {
  const { items, canAdd, onAddClick, schema, required = false } = props;
  const field = useField();
  const form = useFormContext();
  const strings = useFormStrings();
  const body = useRef<HTMLDivElement>(null);
  const isAdding = useRef(false);
  const count = items.length;
  // An item that was just added is there to be filled in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new item that brings its field
  useEffect(() => {
    if (!isAdding.current) return;
    isAdding.current = false;
    const added = body.current?.querySelectorAll<HTMLElement>(':scope > .pb-array-item') ?? [];
    const field = added[added.length - 1]?.querySelector<HTMLElement>('.pb-field-place');
    if (field) firstControl(field)?.focus();
  }, [count]);
  const add = () => {
    isAdding.current = true;
    onAddClick();
  };
  // `x-add`: what the button says.
  const addLabel = (schema as JsonSchema)['x-add']; // JSON as it was passed in
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't shrink below its content's width
    <div role="group" aria-labelledby={`${field.id}-label`} className="pb-group">
      {!field.isBranch && (
        <GroupHeading required={required && !field.isItem} description={schema.description} />
      )}
      <div ref={body} className="pb-fields pb-group-body">
        {items.length === 0 && <p className="pb-hint">{strings.noItems}</p>}
        {items}
        {canAdd && !form.readOnly && (
          <div>
            <Button variant="ghost" size="small" icon={<Plus />} onClick={add}>
              {typeof addLabel === 'string' ? addLabel : strings.addItem}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

export function ArrayItemTemplate(props: ArrayFieldItemTemplateProps) {
  const { children, buttonsProps, hasToolbar, index } = props;
  const form = useFormContext();
  const strings = useFormStrings();
  const { hasMoveUp, hasMoveDown, hasRemove } = buttonsProps;
  const name = strings.item(index + 1);
  return (
    <div className="pb-array-item">
      <div className="pb-array-item-content">{children}</div>
      {hasToolbar && !form.readOnly && (
        <div className="pb-array-item-actions">
          {(hasMoveUp || hasMoveDown) && (
            <>
              <IconButton
                size="small"
                tooltip={false}
                label={`${strings.moveUp}: ${name}`}
                disabled={!hasMoveUp}
                onClick={() => buttonsProps.onMoveUpItem()}
              >
                <ChevronUp />
              </IconButton>
              <IconButton
                size="small"
                tooltip={false}
                label={`${strings.moveDown}: ${name}`}
                disabled={!hasMoveDown}
                onClick={() => buttonsProps.onMoveDownItem()}
              >
                <ChevronDown />
              </IconButton>
            </>
          )}
          {hasRemove && (
            <IconButton
              size="small"
              tooltip={false}
              label={`${strings.remove}: ${name}`}
              onClick={() => buttonsProps.onRemoveItem()}
            >
              <X />
            </IconButton>
          )}
        </div>
      )}
    </div>
  );
}
