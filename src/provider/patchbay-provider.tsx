import { QueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { ApiError, type PatchbayClient } from '../client/index.js';
import type { FormValidator } from '../forms/form-validator.js';
import { FormValidatorContext } from '../forms/form-validator-context.js';
import { Root } from '../ui/root.js';
import { UiStringsProvider } from '../ui/ui-strings.js';
import { englishStrings, type PatchbayStrings } from './strings.js';

export type PatchbayTheme = 'system' | 'light' | 'dark';
/** What the user may do; a `viewer` sees everything and changes nothing. */
export type PatchbayRole = 'owner' | 'admin' | 'editor' | 'viewer';

export interface Patchbay {
  /** How the screens reach the API; absent: only the components that need no server work. */
  client: PatchbayClient | undefined;
  theme: PatchbayTheme;
  strings: PatchbayStrings;
  role: PatchbayRole;
  /** Where menus, dialogs and tooltips are put; absent: the end of the page. */
  portalContainer: HTMLElement | null | undefined;
}

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

interface Inner extends Patchbay {
  queries: QueryClient;
}

const PatchbayContext = createContext<Inner | undefined>(undefined);

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
  const value = useMemo<Inner>(
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
      <UiStringsProvider strings={value.strings.ui}>
        <Root className="pb-provider" theme={theme} portalContainer={portalContainer}>
          <FormValidatorContext.Provider value={validator}>{children}</FormValidatorContext.Provider>
        </Root>
      </UiStringsProvider>
    </PatchbayContext.Provider>
  );
}

/** What the nearest provider gives. Throws where there is none. */
export function usePatchbay(): Patchbay {
  return useInner('usePatchbay');
}

/** What the nearest provider gives, or `undefined` where there is none: for components that also work alone. */
export function useOptionalPatchbay(): Patchbay | undefined {
  return useContext(PatchbayContext);
}

/** The provider's client and cache, for the hooks of this library. Throws where there is no provider or no client. */
export function useServer(hook: string): { client: PatchbayClient; queries: QueryClient } {
  const { client, queries } = useInner(hook);
  if (!client) {
    throw new Error(
      `${hook} needs a server: give the provider a client, <PatchbayProvider client={createClient({ baseUrl })}>.`,
    );
  }
  return { client, queries };
}

function useInner(hook: string): Inner {
  const inner = useContext(PatchbayContext);
  if (!inner) throw new Error(`${hook} needs a provider: put <PatchbayProvider> around this component.`);
  return inner;
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
