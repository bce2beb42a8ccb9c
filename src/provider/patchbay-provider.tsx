import { QueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { ApiError, type PatchbayClient } from '../client/index.js';
import type { FormValidator } from '../forms/form-validator.js';
import { FormValidatorContext } from '../forms/form-validator-context.js';
import { Root } from '../ui/root.js';
import type { PatchbayRole, PatchbayTheme } from './patchbay.js';
import { PatchbayContext, type PatchbayContextValue } from './patchbay-context.js';
import { englishStrings, type PatchbayStrings } from './strings.js';
import { StringsProvider } from './strings-provider.js';

export interface PatchbayProviderProps {
  client?: PatchbayClient | undefined;
  /** `system` follows the reader's setting. Default: `system`. */
  theme?: PatchbayTheme | undefined;
  /** Texts that replace the English ones, one by one. */
  strings?: Partial<PatchbayStrings> | undefined;
  /** Default: `editor`. */
  role?: PatchbayRole | undefined;
  portalContainer?: HTMLElement | null | undefined;
  /**
   * What checks the values in forms. Default: Ajv, which a strict content security policy doesn't let work; such
   * pages pass one made with `createCspSafeValidator`, the same one on every render.
   */
  validator?: FormValidator | undefined;
  children: ReactNode;
}

/**
 * Gives everything inside it the API client, theme, texts and role. It renders one `div.pb-root` as high as its
 * parent and touches nothing outside it but the menus and dialogs that it opens. Each provider has its own cache; it never meets one of the host's.
 */
export function PatchbayProvider({
  client,
  theme = 'system',
  strings,
  role = 'editor',
  portalContainer,
  validator,
  children,
}: PatchbayProviderProps) {
  const [queries] = useState(createQueries);
  const value = useMemo<PatchbayContextValue>(
    () => ({
      client,
      theme,
      role,
      strings: { ...englishStrings, ...strings },
      portalContainer,
      queries,
    }),
    [client, theme, role, strings, portalContainer, queries],
  );
  return (
    <PatchbayContext.Provider value={value}>
      <StringsProvider strings={value.strings}>
        <Root className="pb-provider" theme={theme} portalContainer={portalContainer}>
          <FormValidatorContext.Provider value={validator}>{children}</FormValidatorContext.Provider>
        </Root>
      </StringsProvider>
    </PatchbayContext.Provider>
  );
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (failures, error) => failures < 1 && isPassing(error) },
    },
  });
}

/** A refusal stays a refusal; only what the network or a busy server did is worth a second try. */
function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
