import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import type { Execution } from '../client/index.js';
import { useConnectors } from '../connectors/use-connectors.js';
import type { Graph, RunState, StepPath } from '../engine/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { useServer } from '../provider/use-server.js';
import { pathName } from '../runs/path-name.js';
import { RunStatusPill } from '../runs/run-panel.js';
import { useRunStrings } from '../runs/run-strings.js';
import { RunViews } from '../runs/run-views.js';
import { itemNumbersOf } from '../runs/step-path.js';
import { StepRunDetails } from '../runs/step-run-details.js';
import { Banner } from '../screen/banner.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/empty-state.js';
import { Skeleton } from '../ui/skeleton.js';
import { StatusPill } from '../ui/status-pill.js';
import { ExecutionActions } from './execution-actions.js';
import { ExecutionFacts } from './execution-facts.js';
import { graphsOf, stepNamesOf } from './step-names.js';
import { useExecution } from './use-execution.js';
import { useExecutionCommands } from './use-execution-commands.js';

export interface ExecutionViewProps {
  id: string;
  executionsHref?: string | undefined;
  /** The address of a flow in the host's page; absent: there is no link to the editor. */
  flowHref?: ((id: string) => string) | undefined;
  /** The address of another run in the host's page, for the one that this repeats. */
  executionHref?: ((id: string) => string) | undefined;
  /** Gets the run that a retry started, to open it; absent: runs can't be repeated from here. */
  onRepeated?: ((execution: Execution) => void) | undefined;
}

/** One run, live: its facts, its steps over time, and all that is known about the chosen step. */
export function ExecutionView({
  id,
  executionsHref,
  flowHref,
  executionHref,
  onRepeated,
}: ExecutionViewProps) {
  const { strings } = usePatchbay();
  const runStrings = useRunStrings();
  const commands = useExecutionCommands(id, onRepeated);
  const { execution, run, error, isLoading, reload } = useExecution(id);
  const { graphAt, stepName: nameNow, expected, newest } = useSteps(execution);
  // What a step was called when it ran, as far as that was recorded.
  const stepName = (path: StepPath) => run?.steps[path]?.name ?? nameNow(path);
  const [chosen, setChosen] = useState<{ id: string; path: StepPath }>();

  if (!execution || !run) {
    return (
      <div className="pb-screen">
        {isLoading ? (
          <Skeleton lines={6} height={48} />
        ) : (
          <LoadError error={error ?? new Error(strings.notFoundText)} onRetry={reload} />
        )}
      </div>
    );
  }
  const selected = chosen?.id === id ? chosen.path : stepOfInterest(run);
  const step = selected === undefined ? undefined : run.steps[selected];
  const { refusal } = commands;
  return (
    <Screen
      crumbs={<Crumbs execution={execution} executionsHref={executionsHref} />}
      title={
        <>
          {strings.runNumber(execution.number)} <Outcome run={run} stepName={stepName} />
        </>
      }
      actions={
        <ExecutionActions
          execution={execution}
          status={run.status}
          commands={commands}
          newest={newest}
          flowHref={flowHref}
        />
      }
    >
      {refusal && (
        <Banner title={refusal.of === 'cancel' ? strings.notCancelled : strings.runNotStarted}>
          {refusal.error.message}
        </Banner>
      )}
      {error && (
        <Banner
          tone="wait"
          title={strings.runNotFollowed}
          actions={
            <Button size="small" onClick={reload}>
              {strings.retry}
            </Button>
          }
        >
          {error.message}
        </Banner>
      )}
      <ExecutionFacts execution={execution} run={run} executionHref={executionHref} />
      <div className="pb-execution">
        <section className="pb-card pb-execution-run" aria-label={strings.run}>
          <RunViews
            run={run}
            stepName={stepName}
            onSelectStep={(path) => setChosen({ id, path })}
            selected={selected}
            expected={expected}
            graphAt={graphAt}
            scale
          />
        </section>
        <aside className="pb-card pb-execution-step" aria-label={strings.step}>
          {selected === undefined ? (
            <EmptyState title={strings.chooseStep} />
          ) : (
            <>
              <h2 className="pb-execution-step-title">{pathName(selected, stepName, runStrings)}</h2>
              {step ? (
                <StepRunDetails
                  // What was unfolded of one step says nothing of the next.
                  key={step.path}
                  step={step}
                  run={run}
                  graph={graphAt?.(selected)}
                />
              ) : (
                <p className="pb-run-hint">{strings.notReached}</p>
              )}
            </>
          )}
        </aside>
      </div>
    </Screen>
  );
}

interface CrumbsProps {
  execution: Execution;
  executionsHref: string | undefined;
}

function Crumbs({ execution, executionsHref }: CrumbsProps): ReactNode {
  const { strings } = usePatchbay();
  return (
    <>
      {executionsHref === undefined ? (
        strings.executions
      ) : (
        <a className="pb-plain-link" href={executionsHref}>
          {strings.executions}
        </a>
      )}
      <span aria-hidden="true">/</span>
      <span>{execution.name}</span>
    </>
  );
}

function Outcome({ run, stepName }: { run: RunState; stepName: (path: StepPath) => string }) {
  const { strings } = usePatchbay();
  const runStrings = useRunStrings();
  const failed = run.status === 'failed' ? run.error?.step : undefined;
  if (failed === undefined) return <RunStatusPill run={run} />;
  return <StatusPill status="failed">{strings.failedAt(pathName(failed, stepName, runStrings))}</StatusPill>;
}

interface Steps {
  stepName: (path: StepPath) => string;
  /** The graph that a step stands in; absent where the graph has changed since, as is what follows. */
  graphAt: ((path: StepPath) => Graph | undefined) | undefined;
  expected: StepPath[] | undefined;
  /** The version that is saved now. */
  newest: number | undefined;
}

/** Names by the flow's or connector's graph as it is now; where that is gone, the steps' own ids. */
function useSteps(execution: Execution | undefined): Steps {
  const { client, queries } = useServer('ExecutionView');
  const connectors = useConnectors().data;
  const { flowId = null, connectorId = null } = execution ?? {};
  const { data } = useQuery(
    {
      queryKey: ['graph', flowId, connectorId],
      queryFn: async () => {
        const source = flowId !== null ? client.flows.get(flowId) : client.connectors.get(connectorId ?? '');
        const { version, definition } = await source;
        return { version, graph: definition.graph };
      },
      enabled: flowId !== null || connectorId !== null,
    },
    queries,
  );
  const version = execution?.version;
  return useMemo(() => {
    const graphAt = graphsOf(data?.graph, connectors);
    const isSame = data !== undefined && data.version === version;
    return {
      stepName: stepNamesOf(graphAt),
      graphAt: isSame ? graphAt : undefined,
      expected: isSame ? data.graph.steps.map((step) => step.id) : undefined,
      newest: data?.version,
    };
  }, [data, connectors, version]);
}

/** What a reader looks for first: the step that failed, else the one under way, else the last that ended. */
function stepOfInterest(run: RunState): StepPath | undefined {
  if (run.error?.step !== undefined && run.steps[run.error.step]) return run.error.step;
  const steps = Object.values(run.steps).filter(({ path }) => itemNumbersOf(path).length === 0);
  const underWay = steps.find(({ status }) => status === 'running' || status === 'waiting');
  return (underWay ?? steps.findLast((step) => step.finishedAt !== undefined) ?? steps[0])?.path;
}
