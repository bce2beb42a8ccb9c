import { Banner } from '../screen/banner.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

/** What the server refused, in its own words. Nothing was refused: nothing is shown. */
export function RefusalBanner({ refusal }: { refusal: unknown }) {
  const strings = useWorkspaceStrings();
  if (refusal === undefined) return null;
  return (
    <Banner title={strings.notDone}>{refusal instanceof Error ? refusal.message : String(refusal)}</Banner>
  );
}
