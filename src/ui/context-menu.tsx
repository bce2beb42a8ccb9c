import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { MenuEntries, type MenuEntry } from './menu-entries.js';
import { usePortalProps } from './portal-provider.js';

export interface ContextMenuProps {
  entries: readonly MenuEntry[];
  /** What a right click, a long press or the menu key opens it on. */
  children: ReactElement;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

/** A menu at the pointer. Whatever it offers has to be reachable elsewhere too. */
export function ContextMenu({ entries, children, onOpenChange }: ContextMenuProps) {
  const portal = usePortalProps();
  return (
    <BaseContextMenu.Root onOpenChange={(open) => onOpenChange?.(open)}>
      <BaseContextMenu.Trigger render={children} />
      <BaseContextMenu.Portal {...portal}>
        <BaseContextMenu.Positioner className="pb-layer">
          <BaseContextMenu.Popup className="pb-menu">
            <MenuEntries entries={entries} />
          </BaseContextMenu.Popup>
        </BaseContextMenu.Positioner>
      </BaseContextMenu.Portal>
    </BaseContextMenu.Root>
  );
}
