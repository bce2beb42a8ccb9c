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
  flowHref: ((id: string) => string) | undefined;
}

/** What can be done about a run: stop it while it goes on, repeat it once it has ended. */
export function ExecutionActions({ execution, status, commands, flowHref }: ExecutionActionsProps) {
  const { strings, role } = usePatchbay();
  const { flowId, connectorId } = execution;
  const mayRun = role !== 'viewer';
  const { cancel, repeat, isBusy } = commands;
  const canRepeat = mayRun && repeat && isFinal(status) && (flowId ?? connectorId) !== null;
  return (
    <>
      {mayRun && !isFinal(status) && (
        <Button loading={isBusy} onClick={cancel}>
          {strings.cancelRun}
        </Button>
      )}
      {canRepeat && status !== 'succeeded' && (
        <Button variant="primary" icon={<RotateCw />} loading={isBusy} onClick={() => repeat('retry')}>
          {strings.retryRun}
        </Button>
      )}
      {canRepeat && (
        <Button icon={<RotateCcw />} loading={isBusy} onClick={() => repeat('replay')}>
          {strings.runAgain}
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
