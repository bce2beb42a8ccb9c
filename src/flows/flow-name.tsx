import { type KeyboardEvent, useState } from 'react';
import { usePatchbay } from '../provider/use-patchbay.js';

export interface FlowNameProps {
  name: string;
  onRename: (name: string) => void;
}

/** The flow's name, to be changed where it stands: Enter or leaving takes it, Escape gives it up. */
export function FlowName({ name, onRename }: FlowNameProps) {
  const { strings } = usePatchbay();
  const [draft, setDraft] = useState<string>();
  const take = () => {
    const next = draft?.trim();
    if (next && next !== name) onRename(next);
    setDraft(undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') setDraft(undefined);
    else take();
  };
  return (
    <input
      className="pb-flow-name"
      aria-label={strings.rename}
      value={draft ?? name}
      maxLength={200}
      size={Math.min(Math.max((draft ?? name).length, 6), 40)}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  );
}
