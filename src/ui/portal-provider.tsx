import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { createContext, type ReactNode, useContext, useMemo } from 'react';

export type Theme = 'system' | 'light' | 'dark';

interface PortalSettings {
  readonly container: HTMLElement | null | undefined;
  readonly theme: Theme;
}

const PortalContext = createContext<PortalSettings>({ container: undefined, theme: 'system' });

export interface PortalProviderProps {
  /** Where popups, dialogs and tooltips are drawn; the document's body when absent. */
  container?: HTMLElement | null | undefined;
  /** The theme that a popup gets, as it stands outside of the `.pb-root` that opened it. */
  theme?: Theme | undefined;
  children: ReactNode;
}

/** Tells everything below where popups are drawn. No inline style element is made, so a strict CSP holds. */
export function PortalProvider({ container, theme = 'system', children }: PortalProviderProps) {
  const settings = useMemo(() => ({ container, theme }), [container, theme]);
  return (
    <PortalContext.Provider value={settings}>
      <CSPProvider disableStyleElements>
        <Tooltip.Provider delay={450} timeout={300}>
          {children}
        </Tooltip.Provider>
      </CSPProvider>
    </PortalContext.Provider>
  );
}

/** The props of a popup's portal element: its place in the page, and the tokens it needs there. */
export function usePortalProps() {
  const { container, theme } = useContext(PortalContext);
  return { container, className: 'pb-root pb-portal', 'data-theme': theme };
}
