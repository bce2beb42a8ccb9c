import type { QueryClient } from '@tanstack/react-query';
import { createContext } from 'react';
import type { Patchbay } from './patchbay.js';

/** What the provider gives, with the cache that only this library's hooks may see. */
export interface PatchbayContextValue extends Patchbay {
  queries: QueryClient;
}

export const PatchbayContext = createContext<PatchbayContextValue | undefined>(undefined);
