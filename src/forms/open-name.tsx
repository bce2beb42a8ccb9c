import type { FieldTemplateProps } from '@rjsf/utils';
import { X } from 'lucide-react';
import { IconButton } from '../ui/icon-button.js';
import { useFormStrings } from './form-strings.js';

export interface OpenNameProps {
  id: string;
  name: string;
  onRename: FieldTemplateProps['onKeyRenameBlur'];
}

/** The name of a member that the schema leaves open. It takes effect when it's left, as each name makes another object. */
export function OpenName({ id, name, onRename }: OpenNameProps) {
  const strings = useFormStrings();
  return (
    <div className="pb-control pb-field-key">
      <input
        key={name}
        id={`${id}-key`}
        className="pb-input pb-mono"
        type="text"
        aria-label={`${strings.fieldName}: ${name}`}
        defaultValue={name}
        spellCheck={false}
        autoComplete="off"
        onBlur={onRename}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}

/** Removes a member that the schema leaves open. */
export function RemoveOpen({ name, onRemove }: { name: string; onRemove(): void }) {
  const strings = useFormStrings();
  return (
    <IconButton
      size="small"
      label={`${strings.remove} ${name}`}
      tooltip={false}
      className="pb-field-remove"
      onClick={onRemove}
    >
      <X />
    </IconButton>
  );
}
