import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { unreachable } from '../engine/unreachable.js';
import { Kbd } from './kbd.js';

export type MenuEntry =
  | {
      type?: 'item' | undefined;
      id: string;
      label: string;
      icon?: ReactNode;
      /** Shown at the end, like `⌘D`; the menu doesn't listen for it. */
      shortcut?: string | undefined;
      danger?: boolean | undefined;
      disabled?: boolean | undefined;
      onSelect(): void;
    }
  | { type: 'separator'; id: string }
  | { type: 'group'; id: string; label: string; entries: readonly MenuEntry[] };

export interface MenuEntriesProps {
  entries: readonly MenuEntry[];
}

/** The rows of a menu, for menus that open at a button and for those that open at the pointer. */
export function MenuEntries({ entries }: MenuEntriesProps) {
  return entries.map((entry) => {
    switch (entry.type) {
      case 'separator':
        return <BaseMenu.Separator key={entry.id} className="pb-menu-separator" />;
      case 'group':
        return (
          <BaseMenu.Group key={entry.id}>
            <BaseMenu.GroupLabel className="pb-menu-label">{entry.label}</BaseMenu.GroupLabel>
            <MenuEntries entries={entry.entries} />
          </BaseMenu.Group>
        );
      case 'item':
      case undefined:
        return (
          <BaseMenu.Item
            key={entry.id}
            className="pb-menu-item"
            data-danger={entry.danger || undefined}
            disabled={entry.disabled}
            label={entry.label}
            onClick={entry.onSelect}
          >
            {entry.icon}
            <span className="pb-menu-item-label">{entry.label}</span>
            {entry.shortcut && <Kbd>{entry.shortcut}</Kbd>}
          </BaseMenu.Item>
        );
      default:
        return unreachable(entry);
    }
  });
}
