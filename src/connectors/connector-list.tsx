import { History, Plug } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { Connector } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { When } from '../screen/when.js';
import { EmptyState } from '../ui/empty-state.js';
import { IconButton } from '../ui/icon-button.js';
import { lazyPart } from '../ui/lazy-part.js';
import { Skeleton } from '../ui/skeleton.js';
import { useVersionStrings } from '../versions/use-version-strings.js';
import { useConnectors } from './use-connectors.js';

const VersionDialog = lazyPart(async () => (await import('../versions/version-dialog.js')).VersionDialog);

/** The connectors of the workspace: what each does and how often it ran. */
export function ConnectorList() {
  const { strings } = usePatchbay();
  const { data, error, isLoading, reload } = useConnectors();
  const [history, setHistory] = useState<Connector>();
  return (
    <Screen title={strings.connectors} lead={strings.connectorsLead}>
      {isLoading && <Skeleton lines={4} height={64} />}
      {error && !data && <LoadError error={error} onRetry={reload} />}
      {data?.length === 0 && (
        <EmptyState icon={<Plug />} title={strings.noConnectorsTitle}>
          {strings.noConnectorsText}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <ul className="pb-card-grid">
          {data.map((connector) => (
            <li className="pb-card pb-tile" key={connector.id}>
              <ConnectorTile connector={connector} onHistory={() => setHistory(connector)} />
            </li>
          ))}
        </ul>
      )}
      {history && (
        <Suspense fallback={null}>
          <VersionDialog
            kind="connector"
            id={history.id}
            name={history.name}
            onClose={() => setHistory(undefined)}
          />
        </Suspense>
      )}
    </Screen>
  );
}

function ConnectorTile({ connector, onHistory }: { connector: Connector; onHistory: () => void }) {
  const { openNamed } = useVersionStrings();
  const { strings } = usePatchbay();
  const { stats, definition } = connector;
  return (
    <>
      <div className="pb-tile-head">
        <h2 className="pb-tile-title">{connector.name}</h2>
        <IconButton size="small" label={openNamed(connector.name)} onClick={onHistory}>
          <History />
        </IconButton>
      </div>
      {connector.description && <p className="pb-tile-text">{connector.description}</p>}
      <p className="pb-tile-facts">
        <span className="pb-mono">{connector.slug}</span>
        <span>{strings.steps(definition.graph.steps.length)}</span>
        <span>v{connector.version}</span>
        <span>
          {stats.lastExecutedAt === null ? (
            strings.neverRun
          ) : (
            <>
              {strings.ranTimes(stats.executions)}, <When at={stats.lastExecutedAt} />
            </>
          )}
        </span>
      </p>
    </>
  );
}
