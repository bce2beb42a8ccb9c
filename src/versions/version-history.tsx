import { History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ApiError, type VersionSummary } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { useSession } from '../provider/use-session.js';
import { Banner } from '../screen/banner.js';
import { LoadError } from '../screen/load-error.js';
import { When } from '../screen/when.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { EmptyState } from '../ui/empty-state.js';
import { Pill } from '../ui/pill.js';
import { Skeleton } from '../ui/skeleton.js';
import { useMemberNames } from '../workspace/use-member-names.js';
import { useVersionStrings } from './use-version-strings.js';
import { useVersions } from './use-versions.js';
import { VersionComparison } from './version-comparison.js';

export interface VersionHistoryProps {
  kind: 'flow' | 'connector';
  id: string;
  /** A version was restored: what shows the document has to load it anew. */
  onRestored?: (() => void) | undefined;
  /** Whether changes wait to be saved, which a restore would lose; nothing is restored while they do. Default: false. */
  hasUnsaved?: boolean | undefined;
}

/**
 * Every save of a flow or connector, what changed with each, and the way back. Editors and above (the provider's
 * `role`) restore; a restore is a new version and refused when somebody saved meanwhile.
 */
export function VersionHistory({ kind, id, onRestored, hasUnsaved = false }: VersionHistoryProps) {
  const { strings: words, role } = usePatchbay();
  const strings = useVersionStrings();
  const versions = useVersions({ kind, id });
  const { data, error, isLoading, reload, hasMore, isLoadingMore, loadMore } = versions;
  const [chosen, setChosen] = useState<number>();
  const [asked, setAsked] = useState<number>();
  const [isRestoring, setRestoring] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const newest = data?.[0]?.version;
  const selected = chosen ?? newest;
  const isConflict = refusal instanceof ApiError && refusal.status === 412;

  const restore = async (version: number, over: number) => {
    setRestoring(true);
    setRefusal(undefined);
    try {
      await versions.restore(version, over);
      setChosen(undefined);
      onRestored?.();
    } catch (cause) {
      setRefusal(cause);
      await versions.refresh();
    } finally {
      setRestoring(false);
      setAsked(undefined);
    }
  };

  if (isLoading) return <Skeleton lines={6} height={36} />;
  if (error && !data) return <LoadError error={error} onRetry={reload} />;
  if (!data || selected === undefined || newest === undefined) {
    return (
      <EmptyState icon={<History />} title={strings.emptyTitle}>
        {strings.emptyText}
      </EmptyState>
    );
  }
  return (
    <div className="pb-versions-place">
      {refusal !== undefined && (
        <Banner
          tone={isConflict ? 'wait' : 'bad'}
          title={isConflict ? strings.conflictTitle : strings.notRestored}
        >
          {isConflict ? strings.conflictText : refusal instanceof Error ? refusal.message : String(refusal)}
        </Banner>
      )}
      <div className="pb-versions">
        <div className="pb-version-list">
          <ul aria-label={strings.list}>
            {data.map((version) => (
              <li key={version.version}>
                <VersionButton
                  version={version}
                  isCurrent={version.version === newest}
                  isSelected={version.version === selected}
                  onSelect={() => setChosen(version.version)}
                />
              </li>
            ))}
          </ul>
          {hasMore && (
            <Button size="small" loading={isLoadingMore} onClick={loadMore}>
              {words.loadMore}
            </Button>
          )}
        </div>
        <section className="pb-version-details" aria-label={strings.versionNumber(selected)}>
          <VersionComparison key={selected} of={{ kind, id }} versions={data} version={selected} />
          {selected !== newest && role !== 'viewer' && (
            <div className="pb-version-restore">
              {hasUnsaved && <p className="pb-version-note">{strings.cannotRestore}</p>}
              <Button
                variant="primary"
                icon={<RotateCcw />}
                disabled={hasUnsaved}
                onClick={() => setAsked(selected)}
              >
                {strings.restore(selected)}
              </Button>
            </div>
          )}
        </section>
      </div>
      {asked !== undefined && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(undefined)}
          title={strings.restoreTitle(asked)}
          description={strings.restoreText}
          confirmLabel={strings.restore(asked)}
          loading={isRestoring}
          onConfirm={() => void restore(asked, newest)}
        />
      )}
    </div>
  );
}

interface VersionButtonProps {
  version: VersionSummary;
  isCurrent: boolean;
  isSelected: boolean;
  onSelect: () => void;
}

function VersionButton({ version, isCurrent, isSelected, onSelect }: VersionButtonProps) {
  const strings = useVersionStrings();
  return (
    <button type="button" className="pb-version" aria-pressed={isSelected} onClick={onSelect}>
      <span className="pb-version-head">
        <b>v{version.version}</b>
        <span className="pb-version-name">{version.name}</span>
        {isCurrent && <Pill tone="accent">{strings.current}</Pill>}
      </span>
      <span className="pb-version-by">
        <When at={version.createdAt} /> · <Author id={version.createdBy} />
      </span>
    </button>
  );
}

function Author({ id }: { id: string | null }) {
  const strings = useVersionStrings();
  const names = useMemberNames();
  const me = useSession().data?.user.id;
  if (id === null) return strings.nobodyKnown;
  return id === me ? strings.you : (names.get(id) ?? strings.otherMember);
}
