import { KeySquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { ApiError, type ApiKey } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { When } from '../screen/when.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { EmptyState } from '../ui/empty-state.js';
import { Pill } from '../ui/pill.js';
import { Skeleton } from '../ui/skeleton.js';
import { NewApiKey } from './new-api-key.js';
import { RefusalBanner } from './refusal-banner.js';
import { useApiKeys } from './use-api-keys.js';
import { useAttempt } from './use-attempt.js';
import { useMemberNames } from './use-member-names.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

export interface ApiKeyListProps {
  /** What the example of a new key calls, without `/api/v1`. Default: the page's own origin. */
  baseUrl?: string | undefined;
}

/** The API keys of the workspace: made, shown once, and ended. For admins and owners. */
export function ApiKeyList({ baseUrl }: ApiKeyListProps) {
  const { role } = usePatchbay();
  const strings = useWorkspaceStrings();
  const keys = useApiKeys();
  const { data, error, isLoading, reload } = keys;
  const names = useMemberNames();
  const [isNew, setNew] = useState(false);
  const [asked, setAsked] = useState<ApiKey>();
  const { isBusy, refusal, attempt } = useAttempt();
  const canManage = role === 'admin' || role === 'owner';
  const isForbidden = error instanceof ApiError && error.status === 403;
  const newKey = canManage && (
    <Button variant="primary" icon={<Plus />} onClick={() => setNew(true)}>
      {strings.newKey}
    </Button>
  );
  const revoke = async (key: ApiKey) => {
    await attempt(() => keys.revoke(key.id));
    setAsked(undefined);
  };
  return (
    <Screen title={strings.keys} lead={strings.keysLead} actions={data && data.length > 0 && newKey}>
      <RefusalBanner refusal={refusal} />
      {isLoading && <Skeleton lines={4} height={64} />}
      {error && (!data || isForbidden) && <LoadError error={error} onRetry={reload} />}
      {data?.length === 0 && (
        <EmptyState icon={<KeySquare />} title={strings.noKeysTitle} actions={newKey}>
          {strings.noKeysText}
        </EmptyState>
      )}
      {data && data.length > 0 && !isForbidden && (
        <ul className="pb-people">
          {data.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              maker={key.createdBy === null ? undefined : names.get(key.createdBy)}
              onRevoke={canManage ? () => setAsked(key) : undefined}
            />
          ))}
        </ul>
      )}
      {isNew && (
        <NewApiKey create={keys.create} baseUrl={baseUrl ?? location.origin} onClose={() => setNew(false)} />
      )}
      {asked && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(undefined)}
          title={strings.revokeTitle(asked.name)}
          description={strings.revokeText}
          confirmLabel={strings.revoke}
          danger
          loading={isBusy}
          onConfirm={() => void revoke(asked)}
        />
      )}
    </Screen>
  );
}

interface KeyRowProps {
  apiKey: ApiKey;
  maker: string | undefined;
  onRevoke: (() => void) | undefined;
}

function KeyRow({ apiKey, maker, onRevoke }: KeyRowProps) {
  const strings = useWorkspaceStrings();
  const { name, hint, scopes, createdAt, lastUsedAt, expiresAt, revokedAt } = apiKey;
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  const isOver = revokedAt !== null || isExpired;
  return (
    <li className="pb-card pb-person" data-over={isOver || undefined}>
      <div className="pb-person-name">
        <b>{name}</b> {revokedAt !== null && <Pill tone="bad">{strings.revoked}</Pill>}
        {revokedAt === null && isExpired && <Pill tone="wait">{strings.expired}</Pill>}
        <p className="pb-person-facts">
          <span className="pb-mono">{hint}</span>
          <span>
            {strings.created} <When at={createdAt} /> {maker !== undefined && strings.by(maker)}
          </span>
          <span>
            {strings.lastUsed} {lastUsedAt === null ? strings.neverUsed : <When at={lastUsedAt} />}
          </span>
          <span>
            {strings.expires}{' '}
            {expiresAt === null ? (
              strings.neverExpires
            ) : (
              <time dateTime={expiresAt}>
                {new Date(expiresAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}
              </time>
            )}
          </span>
        </p>
      </div>
      <span className="pb-key-scopes">
        {scopes.map((scope) => (
          <Pill key={scope} title={strings.scopeHelp[scope]}>
            {strings.scopeName[scope]}
          </Pill>
        ))}
      </span>
      {onRevoke && !isOver && (
        <Button size="small" aria-label={strings.revokeNamed(name)} onClick={onRevoke}>
          {strings.revokeShort}
        </Button>
      )}
    </li>
  );
}
