import { createContext } from 'react';
import type { NodeAction } from '../node-library/library-items.js';
import type { ConnectorSummary } from './connector-summary.js';

/** What the host offers in the library. */
export interface LibraryOffer {
  connectors: readonly ConnectorSummary[] | undefined;
  isLoading: boolean;
  actions: readonly NodeAction[] | undefined;
  error: string | undefined;
  onRetry: (() => void) | undefined;
}

export const LibraryOfferContext = createContext<LibraryOffer>({
  connectors: [],
  isLoading: false,
  actions: undefined,
  error: undefined,
  onRetry: undefined,
});
