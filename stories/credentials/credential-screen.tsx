import type { PatchbayClient } from '../../src/client/index.js';
import { CredentialManager } from '../../src/credentials/credential-manager.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';

export interface CredentialScreenProps {
  client: PatchbayClient;
  theme?: 'light' | 'dark';
  role?: 'admin' | 'editor';
  /** In pixels; absent: the page's. */
  width?: number;
}

export function CredentialScreen({ client, theme = 'light', role = 'admin', width }: CredentialScreenProps) {
  return (
    <div style={{ height: '100vh', width }}>
      <PatchbayProvider client={client} theme={theme} role={role}>
        <CredentialManager flowHref={(id) => `#/flows/${id}`} />
      </PatchbayProvider>
    </div>
  );
}
