import type { MultiSchemaFieldTemplateProps } from '@rjsf/utils';

/** A value that can be of several kinds: which one, then the fields of that kind. */
export function UnionTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="pb-fields pb-union">
      {selector}
      {optionSchemaField}
    </div>
  );
}
