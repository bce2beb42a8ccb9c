import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { usePortalProps } from './portal-provider.js';

export interface TooltipProps {
  /** Shown on hover and on focus. It repeats or adds to what the trigger already says; nothing may depend on it. */
  content: ReactNode;
  /** The element it belongs to; it has to be able to take the focus. */
  children: ReactElement;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
}

export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  const portal = usePortalProps();
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal {...portal}>
        <BaseTooltip.Positioner className="pb-layer" side={side} sideOffset={6} collisionPadding={8}>
          <BaseTooltip.Popup className="pb-tooltip">{content}</BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
