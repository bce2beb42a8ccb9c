import { useMemo, useState } from 'react';
import type { VersionSummary } from '../client/index.js';
import { LoadError } from '../screen/load-error.js';
import { SegmentedControl } from '../ui/segmented-control.js';
import { Skeleton } from '../ui/skeleton.js';
import { diffDefinitions } from './diff-definitions.js';
import { useVersionStrings } from './use-version-strings.js';
import { useVersion, type VersionsOf } from './use-versions.js';
import { VersionChanges } from './version-changes.js';

export interface VersionComparisonProps {
  of: VersionsOf;
  /** As far as they are loaded, the newest first. */
  versions: readonly VersionSummary[];
  version: number;
}

/** What changed up to a version, or from it to the current one; the older side always stands first. */
export function VersionComparison({ of, versions, version }: VersionComparisonProps) {
  const strings = useVersionStrings();
  const newest = versions[0]?.version ?? version;
  const [chosen, setChosen] = useState<'current' | 'previous'>();
  const base = chosen ?? (version === newest ? 'previous' : 'current');
  const previous = versions.find((other) => other.version < version)?.version ?? version - 1;
  const [from, to] = base === 'current' ? [version, newest] : [previous, version];
  const isComparable = from > 0 && from < to;
  const before = useVersion(of, isComparable ? from : undefined);
  const after = useVersion(of, isComparable ? to : undefined);
  const changes = useMemo(
    () => before.data && after.data && diffDefinitions(before.data, after.data),
    [before.data, after.data],
  );
  const error = before.error ?? after.error;
  return (
    <>
      <SegmentedControl
        label={strings.compareWith}
        size="small"
        value={base}
        segments={[
          { value: 'current', label: strings.withCurrent },
          { value: 'previous', label: strings.withPrevious },
        ]}
        onValueChange={setChosen}
      />
      {!isComparable && (
        <p className="pb-version-note">{base === 'current' ? strings.isCurrent : strings.isFirst}</p>
      )}
      {isComparable && error && !changes && (
        <LoadError
          error={error}
          onRetry={() => {
            before.reload();
            after.reload();
          }}
        />
      )}
      {isComparable && !error && !changes && <Skeleton lines={4} height={20} />}
      {isComparable && changes && (
        <>
          <p className="pb-version-note">{`v${from} → v${to}`}</p>
          <VersionChanges key={`${from} ${to}`} changes={changes} />
        </>
      )}
    </>
  );
}
