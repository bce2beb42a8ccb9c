import { History } from 'lucide-react';
import { type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { summaryOf } from '../connectors/connector-summary.js';
import { useConnectors } from '../connectors/use-connectors.js';
import { credentialSummaryOf } from '../credentials/credential-summary.js';
import { useCredentials } from '../credentials/use-credentials.js';
import { FlowBuilder } from '../editor/flow-builder.js';
import type { Graph, JsonValue } from '../engine/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { LoadError } from '../screen/load-error.js';
import { IconButton } from '../ui/icon-button.js';
import { lazyPart } from '../ui/lazy-part.js';
import { Skeleton } from '../ui/skeleton.js';
import { useVersionStrings } from '../versions/use-version-strings.js';
import { defaultInput } from './default-input.js';
import { FlowBanners } from './flow-banners.js';
import { FlowName } from './flow-name.js';
import { SaveStatus } from './save-status.js';
import { useFlow } from './use-flow.js';
import { useRun } from './use-run.js';

const VersionDialog = lazyPart(async () => (await import('../versions/version-dialog.js')).VersionDialog);

export interface FlowScreenProps {
  flowId: string;
  /** Before the flow's name, e.g. the host's logo. */
  headerStart?: ReactNode;
  /** After the Run button. */
  headerEnd?: ReactNode;
  /** The address of the list of flows in the host's page. */
  flowsHref?: string | undefined;
}

/**
 * A flow in the editor, wired to the server: it saves as it is edited, runs what is saved, and shows the run live.
 * It opens with the flow's last run. A `viewer` can look and run nothing.
 */
export function FlowScreen({ flowId, headerStart, headerEnd, flowsHref }: FlowScreenProps) {
  const { strings, role } = usePatchbay();
  const flow = useFlow(flowId);
  const run = useRun(flowId);
  const connectors = useConnectors();
  const summaries = useMemo(() => connectors.data?.map(summaryOf), [connectors.data]);
  const credentials = useCredentials();
  const credentialSummaries = useMemo(() => credentials.data?.map(credentialSummaryOf), [credentials.data]);
  const versionStrings = useVersionStrings();
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const { edit, flush, data } = flow;
  const { start } = run;
  const definition = data?.definition;
  const onChange = useCallback(
    (graph: Graph) => edit({ definition: { ...definition, graph } }),
    [edit, definition],
  );
  const onRun = useCallback(
    async (input: JsonValue) => {
      if (await flush()) await start(input);
    },
    [flush, start],
  );

  if (flow.error && !data) {
    return (
      <div className="pb-screen">
        <LoadError error={flow.error} onRetry={flow.reload} />
      </div>
    );
  }
  if (!data || !flow.save) {
    return (
      <div className="pb-screen">
        <Skeleton lines={6} height={48} />
      </div>
    );
  }
  const readOnly = role === 'viewer';
  const openHistory = async () => {
    // The newest version is what is on the canvas, so what was just edited is saved first.
    await flush();
    setHistoryOpen(true);
  };
  return (
    <div className="pb-flow-screen">
      <FlowBanners flow={flow} run={run} />
      <div className="pb-flow-screen-editor">
        <FlowBuilder
          // A flow that was loaded anew is another document: the editor starts over with it.
          key={`${data.id} ${data.version}`}
          defaultValue={data.definition.graph}
          onChange={onChange}
          connectors={summaries}
          connectorsLoading={!connectors.data}
          connectorsError={connectors.data ? undefined : connectors.error?.message}
          onRetryConnectors={connectors.reload}
          credentials={credentialSummaries}
          inputSchema={data.definition.inputSchema}
          run={run.run}
          onRun={readOnly ? undefined : onRun}
          onCancel={readOnly ? undefined : run.cancel}
          runInput={run.execution?.input ?? defaultInput(data.definition.inputSchema)}
          readOnly={readOnly}
          headerStart={
            <>
              {headerStart}
              <span className="pb-crumbs pb-flow-crumbs">
                {flowsHref !== undefined && (
                  <>
                    <a className="pb-plain-link" href={flowsHref}>
                      {strings.flows}
                    </a>
                    <span aria-hidden="true">/</span>
                  </>
                )}
                {readOnly ? (
                  <b>{data.name}</b>
                ) : (
                  <FlowName name={flow.name ?? data.name} onRename={(name) => edit({ name })} />
                )}
              </span>
              <SaveStatus save={flow.save} onRetry={() => void flush()} />
            </>
          }
          headerEnd={
            <>
              <IconButton label={versionStrings.open} onClick={() => void openHistory()}>
                <History />
              </IconButton>
              {headerEnd}
            </>
          }
        />
      </div>
      {isHistoryOpen && (
        <Suspense fallback={null}>
          <VersionDialog
            kind="flow"
            id={data.id}
            name={flow.name ?? data.name}
            hasUnsaved={flow.save.status !== 'saved'}
            onRestored={flow.reload}
            onClose={() => setHistoryOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
