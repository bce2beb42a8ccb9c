import { useState } from 'react';
import type { Execution } from '../client/index.js';
import { useServer } from '../provider/use-server.js';

export interface ExecutionCommands {
  cancel: () => void;
  /** Starts a run that goes on where this one failed, or does it again; absent: it can't be repeated here. */
  repeat: ((how: 'retry' | 'replay', version: 'same' | 'newest') => void) | undefined;
  isBusy: boolean;
  /** What the server refused last, and why. */
  refusal: { of: 'cancel' | 'repeat'; error: Error } | undefined;
}

/** What a person asks of a run. `onRepeated` gets the run that was started. */
export function useExecutionCommands(
  id: string,
  onRepeated: ((execution: Execution) => void) | undefined,
): ExecutionCommands {
  const { client, queries } = useServer('ExecutionView');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ExecutionCommands['refusal']>();
  const ask = async (of: 'cancel' | 'repeat', request: () => Promise<void>) => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await request();
    } catch (cause) {
      setRefusal({ of, error: cause instanceof Error ? cause : new Error(String(cause)) });
    } finally {
      setBusy(false);
    }
  };
  const repeat = (how: 'retry' | 'replay', version: 'same' | 'newest') =>
    ask('repeat', async () => {
      const started = await client.executions[how](id, { version });
      void queries.invalidateQueries({ queryKey: ['executions'] });
      onRepeated?.(started);
    });
  return {
    cancel: () =>
      void ask('cancel', async () => {
        await client.executions.cancel(id);
      }),
    repeat: onRepeated && ((how, version) => void repeat(how, version)),
    isBusy,
    refusal,
  };
}
