import { useCallback, useState } from 'react';
import type { JsonValue } from '../engine/index.js';
import { type LiveExecution, useExecution } from '../executions/use-execution.js';
import { useExecutions } from '../executions/use-executions.js';
import { useServer } from '../provider/use-server.js';

export interface FlowRun extends LiveExecution {
  /** Starts the flow as it is saved on the server. */
  start: (input?: JsonValue) => Promise<void>;
  cancel: () => Promise<void>;
  isStarting: boolean;
  /** Why the last start or cancel was refused. */
  refusal: Error | undefined;
  dismissRefusal: () => void;
}

/** Runs a flow and follows it live. Before the first start it shows the flow's last execution. */
export function useRun(flowId: string): FlowRun {
  const { client, queries } = useServer('useRun');
  const [started, setStarted] = useState<{ flowId: string; id: string }>();
  const [isStarting, setStarting] = useState(false);
  const [refusal, setRefusal] = useState<Error>();
  const last = useExecutions({ flowId, limit: 1 }).items?.[0];
  const id = started?.flowId === flowId ? started.id : last?.id;
  const live = useExecution(id);

  const start = useCallback(
    async (input: JsonValue = {}) => {
      setStarting(true);
      setRefusal(undefined);
      try {
        const execution = await client.flows.execute(flowId, { input });
        queries.setQueryData(['execution', execution.id], execution);
        setStarted({ flowId, id: execution.id });
        void queries.invalidateQueries({ queryKey: ['executions'] });
      } catch (error) {
        setRefusal(toError(error));
      } finally {
        setStarting(false);
      }
    },
    [client, queries, flowId],
  );
  const cancel = useCallback(async () => {
    if (id === undefined) return;
    try {
      await client.executions.cancel(id);
    } catch (error) {
      setRefusal(toError(error));
    }
  }, [client, id]);
  const dismissRefusal = useCallback(() => setRefusal(undefined), []);
  return { ...live, start, cancel, isStarting, refusal, dismissRefusal };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
