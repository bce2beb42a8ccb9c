import { useMemo } from 'react';
import { usePatchbay } from '../provider/use-patchbay.js';
import { englishVersionStrings } from './english-version-strings.js';
import type { VersionStrings } from './version-strings.js';

/** The provider's words for the version history; what is absent is English. */
export function useVersionStrings(): VersionStrings {
  const { versionHistory } = usePatchbay().strings;
  return useMemo(() => ({ ...englishVersionStrings, ...versionHistory }), [versionHistory]);
}
