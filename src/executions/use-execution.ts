import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Execution } from '../client/index.js';
import type { RunState } from '../engine/index.js';
import { useServer } from '../provider/use-server.js';
import { followRun } from './follow-run.js';
import { isFinal, runStateOf } from './run-state.js';

export interface LiveExecution {
  /** The facts as they were loaded last; absent while loading. */
  execution: Execution | undefined;
  /** The run as of its last event: it moves while the run does. */
  run: RunState | undefined;
  isLoading: boolean;
  /** Why it could not be loaded or followed. */
  error: Error | undefined;
  reload: () => void;
}

interface Live {
  id: string;
  run: RunState;
}

/**
 * One execution, live: loaded once, then followed event by event until it ends, painted at most once per frame.
 * A lost connection is taken up again after the last event seen. Without an id it is idle.
 */
export function useExecution(id: string | undefined): LiveExecution {
  const { client, queries } = useServer('useExecution');
  const [live, setLive] = useState<Live>();
  const [broken, setBroken] = useState<Error>();
  const query = useQuery(
    {
      queryKey: ['execution', id],
      queryFn: () => client.executions.get(id ?? ''),
      enabled: id !== undefined,
    },
    queries,
  );
  const loaded = query.data;

  useEffect(() => {
    if (!loaded || isFinal(loaded.status)) return;
    setBroken(undefined);
    return followRun(runStateOf(loaded), {
      events: (after, signal) => client.executions.events(loaded.id, { after, signal }),
      nextFrame: (callback) => void requestAnimationFrame(callback),
      onState: (run) => setLive({ id: loaded.id, run }),
      onEnd: (error) => {
        if (error !== undefined) setBroken(error instanceof Error ? error : new Error(String(error)));
        void queries.invalidateQueries({ queryKey: ['execution', loaded.id] });
        void queries.invalidateQueries({ queryKey: ['executions'] });
      },
    });
  }, [client, queries, loaded]);

  return {
    execution: loaded,
    run: loaded && newest(loaded, live),
    isLoading: query.isPending && query.isFetching,
    error: query.error ?? broken,
    reload: () => void query.refetch(),
  };
}

/** What was loaded and what was followed may overtake each other; the one with more events is right. */
function newest(loaded: Execution, live: Live | undefined): RunState {
  if (live?.id === loaded.id && live.run.seq >= loaded.seq) return live.run;
  return runStateOf(loaded);
}
