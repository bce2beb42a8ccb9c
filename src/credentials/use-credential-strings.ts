import { useMemo } from 'react';
import { usePatchbay } from '../provider/use-patchbay.js';
import type { CredentialStrings } from './credential-strings.js';
import { englishCredentialStrings } from './english-credential-strings.js';

/** The provider's words for credentials; what is absent is English. */
export function useCredentialStrings(): CredentialStrings {
  const { credentialManager } = usePatchbay().strings;
  return useMemo(() => ({ ...englishCredentialStrings, ...credentialManager }), [credentialManager]);
}
