import { useState } from 'react';

export interface IdFieldProps {
  id: string;
  label: string;
  hint: string;
  /** Takes another id; false where it can't be that, which stays to be put right. */
  onRename(id: string): boolean;
}

/** An id that is edited where it is shown; it changes when the field is left or Enter pressed. */
export function IdField({ id, label, hint, onRename }: IdFieldProps) {
  const [draft, setDraft] = useState<string>();
  const [isRefused, setRefused] = useState(false);
  const reset = () => {
    setDraft(undefined);
    setRefused(false);
  };
  const commit = () => {
    const isChanged = draft !== undefined && draft !== id;
    if (isChanged && !onRename(draft)) setRefused(true);
    else reset();
  };
  return (
    <input
      className="pb-inspector-id"
      aria-label={label}
      title={hint}
      size={Math.max(6, (draft ?? id).length)}
      spellCheck={false}
      value={draft ?? id}
      aria-invalid={isRefused || undefined}
      onChange={(event) => {
        setDraft(event.target.value);
        setRefused(false);
      }}
      onBlur={isRefused ? reset : commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') reset();
      }}
    />
  );
}
