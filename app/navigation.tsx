import { Activity, KeyRound, Plug, Settings, Workflow } from 'lucide-react';
import type { PatchbayTheme } from '../src/provider/patchbay.js';
import { usePatchbay } from '../src/provider/use-patchbay.js';
import { useSession } from '../src/provider/use-session.js';
import { SegmentedControl } from '../src/ui/segmented-control.js';
import type { Route } from './router.js';

const links = [
  { href: '/flows', page: 'flows', icon: <Workflow aria-hidden="true" /> },
  { href: '/connectors', page: 'connectors', icon: <Plug aria-hidden="true" /> },
  { href: '/credentials', page: 'credentials', icon: <KeyRound aria-hidden="true" /> },
  { href: '/executions', page: 'executions', icon: <Activity aria-hidden="true" /> },
  { href: '/workspace', page: 'workspace', icon: <Settings aria-hidden="true" /> },
] as const;

export interface NavigationProps {
  page: Route['page'];
  theme: PatchbayTheme;
  onTheme: (theme: PatchbayTheme) => void;
}

export function Navigation({ page, theme, onTheme }: NavigationProps) {
  const { strings } = usePatchbay();
  const workspace = useSession().data?.workspaces[0]?.name;
  const current = page === 'execution' ? 'executions' : page;
  return (
    <nav className="app-nav" aria-label="Main">
      <Brand />
      {workspace !== undefined && (
        <div className="app-workspace">
          <span className="app-workspace-sign" aria-hidden="true">
            {workspace.slice(0, 1).toUpperCase()}
          </span>
          <span className="app-workspace-name">{workspace}</span>
        </div>
      )}
      <ul className="app-links">
        {links.map((link) => (
          <li key={link.page}>
            <a
              className="app-link"
              href={link.href}
              aria-current={current === link.page ? 'page' : undefined}
            >
              {link.icon}
              {link.page === 'workspace' ? 'Workspace' : strings[link.page]}
            </a>
          </li>
        ))}
      </ul>
      <div className="app-theme">
        <SegmentedControl<PatchbayTheme>
          label="Theme"
          size="small"
          value={theme}
          segments={[
            { value: 'system', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onValueChange={onTheme}
        />
      </div>
    </nav>
  );
}

/** The product's sign and name; it leads to the flows. */
export function Brand() {
  return (
    <a className="app-brand" href="/flows">
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
        <circle cx="5" cy="7" r="2.5" />
        <circle cx="19" cy="17" r="2.5" />
        <path d="M7.5 7C15 7 9 17 16.5 17" strokeLinecap="round" />
      </svg>
      <span className="app-brand-name">Patchbay</span>
    </a>
  );
}
