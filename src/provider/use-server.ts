import type { QueryClient } from '@tanstack/react-query';
import { useContext } from 'react';
import type { PatchbayClient } from '../client/index.js';
import { PatchbayContext } from './patchbay-context.js';

/** The provider's client and cache, for the hooks of this library. Throws where there is no provider or no client. */
export function useServer(hook: string): { client: PatchbayClient; queries: QueryClient } {
  const patchbay = useContext(PatchbayContext);
  if (!patchbay) throw new Error(`${hook} needs a provider: put <PatchbayProvider> around this component.`);
  const { client, queries } = patchbay;
  if (!client) {
    throw new Error(
      `${hook} needs a server: give the provider a client, <PatchbayProvider client={createClient({ baseUrl })}>.`,
    );
  }
  return { client, queries };
}
