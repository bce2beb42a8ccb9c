import { useMemo } from 'react';
import { usePatchbay } from '../provider/use-patchbay.js';
import { englishWorkspaceStrings } from './english-workspace-strings.js';
import type { WorkspaceStrings } from './workspace-strings.js';

/** The provider's words for members, keys and the audit log; what is absent is English. */
export function useWorkspaceStrings(): WorkspaceStrings {
  const { workspace } = usePatchbay().strings;
  return useMemo(() => ({ ...englishWorkspaceStrings, ...workspace }), [workspace]);
}
