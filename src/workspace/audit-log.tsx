import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import type { AuditEntry } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { When } from '../screen/when.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { Select } from '../ui/select.js';
import { Skeleton } from '../ui/skeleton.js';
import { useAuditLog } from './use-audit-log.js';
import { useMemberNames } from './use-member-names.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

const ANY = 'any';

/** Who did what in the workspace, a sentence for each, filtered by what it is about and by whom. For admins and owners. */
export function AuditLog() {
  const { strings: words } = usePatchbay();
  const strings = useWorkspaceStrings();
  const [subjectType, setSubjectType] = useState<string>();
  const [actorId, setActorId] = useState<string>();
  const names = useMemberNames();
  const { data, error, isLoading, reload, ...pages } = useAuditLog({ subjectType, actorId });
  const isFiltered = subjectType !== undefined || actorId !== undefined;
  const clear = () => {
    setSubjectType(undefined);
    setActorId(undefined);
  };
  return (
    <Screen
      title={strings.audit}
      lead={strings.auditLead}
      actions={
        data && (
          <>
            <Select<string>
              label={strings.subject}
              value={subjectType ?? ANY}
              options={[
                { value: ANY, label: strings.anySubject },
                ...Object.entries(strings.subjectName).map(([value, label]) => ({ value, label })),
              ]}
              onValueChange={(value) => setSubjectType(value === ANY ? undefined : value)}
            />
            <Select<string>
              label={strings.actor}
              value={actorId ?? ANY}
              options={[
                { value: ANY, label: strings.anybody },
                ...[...names].map(([value, label]) => ({ value, label })),
              ]}
              onValueChange={(value) => setActorId(value === ANY ? undefined : value)}
            />
          </>
        )
      }
    >
      {isLoading && <Skeleton lines={6} height={32} />}
      {error && !data && <LoadError error={error} onRetry={reload} />}
      {data?.length === 0 && (
        <EmptyState
          icon={<ScrollText />}
          title={isFiltered ? strings.noAuditMatches : strings.noAuditTitle}
          actions={isFiltered && <Button onClick={clear}>{words.clearFilters}</Button>}
        >
          {!isFiltered && strings.noAuditText}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <>
          <ol className="pb-card pb-audit">
            {data.map((entry) => (
              <li key={entry.id}>
                <AuditSentence entry={entry} />
                <When at={entry.at} />
              </li>
            ))}
          </ol>
          {pages.hasMore && (
            <Button loading={pages.isLoadingMore} onClick={pages.loadMore}>
              {words.loadMore}
            </Button>
          )}
        </>
      )}
    </Screen>
  );
}

function AuditSentence({ entry }: { entry: AuditEntry }) {
  const strings = useWorkspaceStrings();
  const { actor, subject, action, detail } = entry;
  const verb = action.slice(action.indexOf('.') + 1);
  const words = strings.verb[verb];
  // What was revoked or tested says all by itself.
  const more = verb === 'updated' || verb === 'role_changed' || verb === 'added' ? detailText(detail) : '';
  return (
    <p className="pb-audit-text">
      <b>{actor.name ?? strings.actorType[actor.type]}</b>{' '}
      {/* What is new to this library is told by its own name. */}
      {words ?? <code>{action}</code>}{' '}
      {subject.type !== 'execution' && (strings.subjectName[subject.type] ?? subject.type)}{' '}
      <b>{subject.name ?? subject.id}</b>
      {more && `: ${more}`}
    </p>
  );
}

function detailText({ changed, from, to }: AuditEntry['detail']): string {
  if (Array.isArray(changed)) return changed.map(String).join(', ');
  const roles = [from, to].filter((role) => typeof role === 'string');
  return roles.join(' → ');
}
