import { RotateCcw, RotateCw, SquarePen } from 'lucide-react';
import type { Execution } from '../client/index.js';
import type { RunStatus } from '../engine/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { Button } from '../ui/button.js';
import { isFinal } from './run-state.js';
import type { ExecutionCommands } from './use-execution-commands.js';

export interface ExecutionActionsProps {
  execution: Execution;
  /** As of its last event. */
  status: RunStatus;
  commands: ExecutionCommands;
  /** The version that is saved now; absent while it is loaded, and where what ran is gone. */
  newest: number | undefined;
  flowHref: ((id: string) => string) | undefined;
}

/** What can be done about a run: stop it while it goes on, repeat it once it has ended. */
export function ExecutionActions({ execution, status, commands, newest, flowHref }: ExecutionActionsProps) {
  const { strings, role } = usePatchbay();
  const { flowId, connectorId } = execution;
  const mayRun = role !== 'viewer';
  const { cancel, repeat, isBusy } = commands;
  // Whoever mended what failed means the mended one.
  const newer = newest !== undefined && newest !== execution.version ? newest : undefined;
  const version = newer === undefined ? 'same' : 'newest';
  const canRepeat = mayRun && repeat && isFinal(status) && (flowId ?? connectorId) !== null;
  return (
    <>
      {mayRun && !isFinal(status) && (
        <Button loading={isBusy} onClick={cancel}>
          {strings.cancelRun}
        </Button>
      )}
      {canRepeat && status !== 'succeeded' && (
        <Button
          variant="primary"
          icon={<RotateCw />}
          loading={isBusy}
          onClick={() => repeat('retry', version)}
        >
          {newer === undefined ? strings.retryRun : strings.retryRunWith(newer)}
        </Button>
      )}
      {canRepeat && (
        <Button icon={<RotateCcw />} loading={isBusy} onClick={() => repeat('replay', version)}>
          {newer === undefined ? strings.runAgain : strings.runAgainWith(newer)}
        </Button>
      )}
      {flowId !== null && flowHref && (
        <a className="pb-button" data-variant="secondary" href={flowHref(flowId)}>
          <SquarePen aria-hidden="true" />
          {strings.openInEditor}
        </a>
      )}
    </>
  );
}
