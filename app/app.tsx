import { useCallback, useEffect, useState } from 'react';
import type { PatchbayClient } from '../src/client/index.js';
import { createCspSafeValidator } from '../src/forms/csp-safe-validator.js';
import type { PatchbayRole } from '../src/provider/patchbay.js';
import { PatchbayProvider } from '../src/provider/patchbay-provider.js';
import { LoadError } from '../src/screen/load-error.js';
import { Spinner } from '../src/ui/spinner.js';
import { connectLocally } from './local-client.js';
import { Pages } from './pages.js';
import { useRememberedTheme } from './remembered-theme.js';
import { useLinks } from './router.js';

type Boot =
  | { state: 'connecting' }
  | { state: 'failed'; error: Error }
  | { state: 'ready'; client: PatchbayClient; role: PatchbayRole | undefined };

/** The server's content security policy lets nothing be compiled in the page. */
const validator = createCspSafeValidator();

/** The page of the embedded server: it signs in by itself and shows the library's own screens. */
export function App() {
  const [theme, setTheme] = useRememberedTheme();
  const [boot, connect] = useBoot();
  useLinks();
  return (
    <PatchbayProvider
      theme={theme}
      validator={validator}
      client={boot.state === 'ready' ? boot.client : undefined}
      role={boot.state === 'ready' ? boot.role : undefined}
    >
      {boot.state === 'connecting' && (
        <div className="app-center">
          <Spinner label="Connecting to the server" />
        </div>
      )}
      {boot.state === 'failed' && (
        <div className="app-center">
          <LoadError error={boot.error} onRetry={connect} />
        </div>
      )}
      {boot.state === 'ready' && <Pages theme={theme} onTheme={setTheme} />}
    </PatchbayProvider>
  );
}

function useBoot(): [Boot, () => void] {
  const [boot, setBoot] = useState<Boot>({ state: 'connecting' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is what connects anew
  useEffect(() => {
    let current = true;
    setBoot({ state: 'connecting' });
    connectLocally().then(
      ({ client, role }) => current && setBoot({ state: 'ready', client, role }),
      (error: Error) => current && setBoot({ state: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [attempt]);
  const connect = useCallback(() => setAttempt((count) => count + 1), []);
  return [boot, connect];
}
