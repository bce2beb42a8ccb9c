import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { MenuEntries, type MenuEntry } from './menu-entries.js';
import { usePortalProps } from './portal-provider.js';

export interface MenuProps {
  /** The button that opens it: a `Button` or an `IconButton` with `tooltip={false}`. */
  trigger: ReactElement;
  entries: readonly MenuEntry[];
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

export function Menu({ trigger, entries, side = 'bottom', align = 'start', onOpenChange }: MenuProps) {
  const portal = usePortalProps();
  return (
    <BaseMenu.Root onOpenChange={(open) => onOpenChange?.(open)} modal={false}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal {...portal}>
        <BaseMenu.Positioner
          className="pb-layer"
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <BaseMenu.Popup className="pb-menu">
            <MenuEntries entries={entries} />
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
