import { type KeyboardEvent, type ReactNode, type RefObject, useId, useMemo, useState } from 'react';
import type { DataType } from '../ui/data-type.js';
import { useFormContext } from './form-context.js';
import { matchReferenceFields, type ReferenceMatch } from './match-reference-fields.js';
import { ReferenceList } from './reference-list.js';

export interface ReferenceListOptions {
  /** What the list is placed under. */
  anchor: RefObject<HTMLElement | null>;
  open: boolean;
  query: string;
  /** What the field takes. */
  wanted: DataType;
  onPick(match: ReferenceMatch): void;
  onClose(): void;
  /** Whether something is highlighted before an arrow key is pressed. */
  highlightFirst: boolean;
}

/** A list of what can be referred to, for an input that keeps the focus. */
export function useReferenceList(options: ReferenceListOptions) {
  const { anchor, open, query, wanted, onPick, onClose, highlightFirst } = options;
  const { fields } = useFormContext();
  const id = useId();
  const matches = useMemo(
    () => (open ? matchReferenceFields(fields, query, wanted) : []),
    [open, fields, query, wanted],
  );
  const [moved, setMoved] = useState<{ query: string; index: number } | undefined>();
  const start = highlightFirst && matches.length > 0 ? 0 : -1;
  const active = open && moved?.query === query ? Math.min(moved.index, matches.length - 1) : start;
  const setActive = (index: number) => setMoved({ query, index });

  /** True where the list has used the key. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const used = applyKey(event);
    if (used) {
      event.preventDefault();
      event.stopPropagation();
    }
    return used;
  };

  const list: ReactNode = open ? (
    <ReferenceList
      id={id}
      anchor={anchor}
      matches={matches}
      wanted={wanted}
      active={active}
      onActivate={setActive}
      onPick={onPick}
    />
  ) : null;
  return {
    list,
    onKeyDown,
    aria: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': open ? id : undefined,
      'aria-activedescendant': open && active >= 0 ? `${id}-${active}` : undefined,
    },
  };

  function applyKey(event: KeyboardEvent): boolean {
    const count = matches.length;
    switch (event.key) {
      case 'ArrowDown':
        setActive(count === 0 ? -1 : (active + 1) % count);
        return true;
      case 'ArrowUp':
        setActive(count === 0 ? -1 : (active <= 0 ? count : active) - 1);
        return true;
      case 'Escape':
        onClose();
        return true;
      case 'Enter':
      case 'Tab': {
        const match = matches[active];
        if (!match || (event.key === 'Tab' && (event.shiftKey || moved?.query !== query))) return false;
        onPick(match);
        return event.key === 'Enter';
      }
      default:
        return false;
    }
  }
}
