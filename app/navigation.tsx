import { Activity, ArrowLeftRight, KeyRound, LogOut, Plug, Settings, Workflow } from 'lucide-react';
import { useContext } from 'react';
import type { PatchbayTheme } from '../src/provider/patchbay.js';
import { usePatchbay } from '../src/provider/use-patchbay.js';
import { useSession } from '../src/provider/use-session.js';
import { Button } from '../src/ui/button.js';
import { IconButton } from '../src/ui/icon-button.js';
import { SegmentedControl } from '../src/ui/segmented-control.js';
import { AccountContext } from './account.js';
import { AppSign } from './app-sign.js';
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
  const account = useContext(AccountContext);
  const first = useSession().data?.workspaces[0]?.name;
  const workspace = account?.workspace ?? first;
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
          {account?.onSwitch && (
            <IconButton label="Choose another workspace" onClick={account.onSwitch}>
              <ArrowLeftRight />
            </IconButton>
          )}
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
      {account && (
        <Button variant="ghost" size="small" icon={<LogOut />} onClick={account.onSignOut}>
          Sign out
        </Button>
      )}
    </nav>
  );
}

/** The product's sign and name; it leads to the flows. */
export function Brand() {
  return (
    <a className="app-brand" href="/flows">
      <AppSign />
    </a>
  );
}
