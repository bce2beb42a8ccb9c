import type { ThemeProps } from '@rjsf/core';
import { AnyField } from './any-field.js';
import { ArrayItemTemplate, ArrayTemplate } from './array-template.js';
import { DateWidget } from './date-widget.js';
import { FieldTemplate } from './field-template.js';
import { ListField } from './list-field.js';
import { NumberField } from './number-field.js';
import { ObjectTemplate } from './object-template.js';
import { SchemaField } from './schema-field.js';
import { SelectWidget } from './select-widget.js';
import { TextWidget } from './text-widget.js';
import { UnionTemplate } from './union-template.js';

/** How rjsf's fields look: our parts in all of its places. */
export const theme: ThemeProps = {
  fields: { SchemaField, ArrayField: ListField, NumberField, FallbackField: AnyField },
  templates: {
    FieldTemplate,
    ObjectFieldTemplate: ObjectTemplate,
    ArrayFieldTemplate: ArrayTemplate,
    ArrayFieldItemTemplate: ArrayItemTemplate,
    MultiSchemaFieldTemplate: UnionTemplate,
  },
  widgets: {
    TextWidget,
    TextareaWidget: TextWidget,
    EmailWidget: TextWidget,
    URLWidget: TextWidget,
    PasswordWidget: TextWidget,
    ColorWidget: TextWidget,
    FileWidget: TextWidget,
    UpDownWidget: TextWidget,
    DateWidget,
    TimeWidget: DateWidget,
    DateTimeWidget: DateWidget,
    CheckboxWidget: SelectWidget,
    RadioWidget: SelectWidget,
    SelectWidget,
  },
};
