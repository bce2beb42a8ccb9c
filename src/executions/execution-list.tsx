import { Activity } from 'lucide-react';
import { useState } from 'react';
import type { ExecutionStatus } from '../client/index.js';
import { useFlows } from '../flows/use-flows.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { Select } from '../ui/select.js';
import { Skeleton } from '../ui/skeleton.js';
import { ExecutionTable } from './execution-table.js';
import { executionStatuses } from './run-state.js';
import { useExecutions } from './use-executions.js';

export interface ExecutionListProps {
  /** The address of an execution in the host's page; absent: numbers are plain text. */
  executionHref?: ((id: string) => string) | undefined;
  flowHref?: ((id: string) => string) | undefined;
}

const ANY = 'any';

/** Every run of the workspace, the newest first, filtered by status and flow; it keeps itself up to date. */
export function ExecutionList({ executionHref, flowHref }: ExecutionListProps) {
  const { strings } = usePatchbay();
  const [status, setStatus] = useState<ExecutionStatus>();
  const [flowId, setFlowId] = useState<string>();
  const flows = useFlows();
  const executions = useExecutions({ status, flowId });
  const { items, error, isLoading, hasMore, isLoadingMore, loadMore, reload } = executions;
  const isFiltered = status !== undefined || flowId !== undefined;
  const clear = () => {
    setStatus(undefined);
    setFlowId(undefined);
  };
  return (
    <Screen
      title={strings.executions}
      lead={strings.executionsLead}
      actions={
        <>
          <Select<ExecutionStatus | typeof ANY>
            label={strings.status}
            value={status ?? ANY}
            options={[
              { value: ANY, label: strings.anyStatus },
              ...executionStatuses.map((value) => ({ value, label: strings.ui.status?.[value] ?? value })),
            ]}
            onValueChange={(value) => setStatus(value === ANY ? undefined : value)}
          />
          <Select<string>
            label={strings.flow}
            value={flowId ?? ANY}
            options={[
              { value: ANY, label: strings.allFlows },
              ...(flows.data ?? []).map((flow) => ({ value: flow.id, label: flow.name })),
            ]}
            onValueChange={(value) => setFlowId(value === ANY ? undefined : value)}
          />
        </>
      }
    >
      {isLoading && <Skeleton lines={6} height={36} />}
      {error && !items && <LoadError error={error} onRetry={reload} />}
      {items?.length === 0 && isFiltered && (
        <EmptyState
          icon={<Activity />}
          title={strings.noMatchesTitle}
          actions={<Button onClick={clear}>{strings.clearFilters}</Button>}
        >
          {strings.noMatchesText}
        </EmptyState>
      )}
      {items?.length === 0 && !isFiltered && (
        <EmptyState icon={<Activity />} title={strings.noExecutionsTitle}>
          {strings.noExecutionsText}
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <>
          <ExecutionTable items={items} executionHref={executionHref} flowHref={flowHref} />
          {hasMore && (
            <div className="pb-execution-more">
              <Button loading={isLoadingMore} onClick={loadMore}>
                {strings.loadMore}
              </Button>
            </div>
          )}
        </>
      )}
    </Screen>
  );
}
