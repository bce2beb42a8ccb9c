import { Plus, Workflow } from 'lucide-react';
import { useState } from 'react';
import type { Flow } from '../client/index.js';
import { useExecutions } from '../executions/use-executions.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { Banner } from '../screen/banner.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { When } from '../screen/when.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { Skeleton } from '../ui/skeleton.js';
import { StatusPill } from '../ui/status-pill.js';
import { useFlows } from './use-flows.js';

export interface FlowListProps {
  /** The address of a flow in the host's page; absent: names are plain text. */
  flowHref?: ((id: string) => string) | undefined;
  /** A new flow was made, for the host to open. Absent: there is no button to make one. */
  onCreate?: ((flow: Flow) => void) | undefined;
}

/** The flows of the workspace, each with its last run. */
export function FlowList({ flowHref, onCreate }: FlowListProps) {
  const { strings, role } = usePatchbay();
  const { data, error, isLoading, reload, create, isCreating } = useFlows();
  const [refusal, setRefusal] = useState<Error>();
  const make = async () => {
    setRefusal(undefined);
    try {
      onCreate?.(await create({ name: strings.untitledFlow, definition: { graph: { steps: [] } } }));
    } catch (cause) {
      setRefusal(cause instanceof Error ? cause : new Error(String(cause)));
    }
  };
  const newFlow = onCreate && role !== 'viewer' && (
    <Button variant="primary" icon={<Plus />} loading={isCreating} onClick={make}>
      {strings.newFlow}
    </Button>
  );
  const isEmpty = data?.length === 0;
  return (
    <Screen title={strings.flows} lead={strings.flowsLead} actions={!isEmpty && newFlow}>
      {refusal && <Banner title={strings.notCreated}>{refusal.message}</Banner>}
      {isLoading && <Skeleton lines={4} height={72} />}
      {error && !data && <LoadError error={error} onRetry={reload} />}
      {isEmpty && (
        <EmptyState icon={<Workflow />} title={strings.noFlowsTitle} actions={newFlow}>
          {strings.noFlowsText}
        </EmptyState>
      )}
      {data && !isEmpty && (
        <ul className="pb-card-grid">
          {data.map((flow) => (
            <li className="pb-card pb-tile" key={flow.id}>
              <FlowTile flow={flow} href={flowHref?.(flow.id)} />
            </li>
          ))}
        </ul>
      )}
    </Screen>
  );
}

function FlowTile({ flow, href }: { flow: Flow; href: string | undefined }) {
  const { strings } = usePatchbay();
  return (
    <>
      <h2 className="pb-tile-title">
        {href === undefined ? (
          flow.name
        ) : (
          <a className="pb-tile-link" href={href}>
            {flow.name}
          </a>
        )}
      </h2>
      {flow.description && <p className="pb-tile-text">{flow.description}</p>}
      <p className="pb-tile-facts">
        <span>{strings.steps(flow.definition.graph.steps.length)}</span>
        <span>
          {strings.changed} <When at={flow.updatedAt} />
        </span>
        <LastRun flowId={flow.id} />
      </p>
    </>
  );
}

/** Looked up flow by flow: a list of the newest runs could miss the last run of a quiet flow. */
function LastRun({ flowId }: { flowId: string }) {
  const { strings } = usePatchbay();
  const { items } = useExecutions({ flowId, limit: 1 });
  if (!items) return null;
  const [last] = items;
  if (!last) return <span>{strings.neverRun}</span>;
  return <StatusPill status={last.status} detail={<When at={last.createdAt} />} />;
}
