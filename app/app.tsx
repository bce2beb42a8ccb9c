import { useMemo } from 'react';
import { createCspSafeValidator } from '../src/forms/csp-safe-validator.js';
import { PatchbayProvider } from '../src/provider/patchbay-provider.js';
import { LoadError } from '../src/screen/load-error.js';
import { EmptyState } from '../src/ui/empty-state.js';
import { Spinner } from '../src/ui/spinner.js';
import { AccountContext } from './account.js';
import { type Boot, enter, open, useBoot } from './boot.js';
import { Pages } from './pages.js';
import { useRememberedTheme } from './remembered-theme.js';
import { useLinks } from './router.js';
import { SignInPage } from './sign-in-page.js';
import { WorkspaceChoice } from './workspace-choice.js';

/** The server's content security policy lets nothing be compiled in the page. */
const validator = createCspSafeValidator();

/** The server's own page: it signs in by itself or asks for an account, and shows the library's own screens. */
export function App() {
  const [theme, setTheme] = useRememberedTheme();
  const [boot, setBoot, connect] = useBoot();
  const account = useMemo(() => toAccount(boot, setBoot), [boot, setBoot]);
  useLinks();
  return (
    <PatchbayProvider
      // What was loaded for one workspace or user is never shown to another.
      key={boot.state === 'ready' ? (boot.opened?.workspace.id ?? 'local') : 'nobody'}
      theme={theme}
      validator={validator}
      client={boot.state === 'ready' ? boot.client : undefined}
      role={boot.state === 'ready' ? boot.role : undefined}
    >
      {boot.state === 'ready' ? (
        <AccountContext.Provider value={account}>
          <Pages theme={theme} onTheme={setTheme} />
        </AccountContext.Provider>
      ) : (
        <Entrance boot={boot} onBoot={setBoot} onConnect={connect} />
      )}
    </PatchbayProvider>
  );
}

interface EntranceProps {
  boot: Exclude<Boot, { state: 'ready' }>;
  onBoot: (next: Boot) => void;
  onConnect: () => void;
}

function Entrance({ boot, onBoot, onConnect }: EntranceProps) {
  switch (boot.state) {
    case 'connecting':
      return (
        <div className="app-center">
          <Spinner label="Connecting to the server" />
        </div>
      );
    case 'failed':
      return (
        <div className="app-center">
          <LoadError error={boot.error} onRetry={onConnect} />
        </div>
      );
    case 'closed':
      return (
        <main className="app-center">
          <EmptyState title="Nobody can sign in on this page">
            Set SUPABASE_PUBLISHABLE_KEY on the server and start it again. The API works meanwhile.
          </EmptyState>
        </main>
      );
    case 'signed_out': {
      const { account } = boot;
      return (
        <SignInPage
          onSignIn={async (email, password) => {
            const refusal = await account.signIn(email, password);
            if (refusal === undefined) onBoot(await enter(account));
            return refusal;
          }}
        />
      );
    }
    case 'choosing': {
      const { account, session } = boot;
      return (
        <WorkspaceChoice
          session={session}
          onChoose={(workspace) => onBoot(open(account, session, workspace))}
          onSignOut={() => void account.signOut()}
        />
      );
    }
  }
}

function toAccount(boot: Boot, onBoot: (next: Boot) => void) {
  if (boot.state !== 'ready' || !boot.opened) return undefined;
  const { account, session, workspace } = boot.opened;
  return {
    workspace: workspace.name,
    ...(session.workspaces.length > 1 && {
      onSwitch: () => onBoot({ state: 'choosing', account, session }),
    }),
    onSignOut: () => void account.signOut(),
  };
}
