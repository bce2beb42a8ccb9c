import type { ComponentPropsWithoutRef } from 'react';
import { classNames } from './class-names.js';
import { PortalProvider, type Theme } from './portal-provider.js';

export interface RootProps extends ComponentPropsWithoutRef<'div'> {
  /** `system` follows the reader's preference. */
  theme?: Theme | undefined;
  /** Where popups are drawn; the document's body when absent. */
  portalContainer?: HTMLElement | null | undefined;
}

/** The element that carries the design tokens. All other parts stand somewhere below one. */
export function Root({ theme = 'system', portalContainer, className, children, ...rest }: RootProps) {
  return (
    <PortalProvider container={portalContainer} theme={theme}>
      <div {...rest} className={classNames('pb-root', className)} data-theme={theme}>
        {children}
      </div>
    </PortalProvider>
  );
}
