import { useContext } from 'react';
import type { Patchbay } from './patchbay.js';
import { PatchbayContext } from './patchbay-context.js';

/** What the nearest provider gives. Throws where there is none. */
export function usePatchbay(): Patchbay {
  const patchbay = useOptionalPatchbay();
  if (!patchbay) {
    throw new Error('usePatchbay needs a provider: put <PatchbayProvider> around this component.');
  }
  return patchbay;
}

/** What the nearest provider gives, or `undefined` where there is none: for components that also work alone. */
export function useOptionalPatchbay(): Patchbay | undefined {
  return useContext(PatchbayContext);
}
