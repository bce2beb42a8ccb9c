import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { ApiError, type Flow, type FlowUpdate, type PatchbayClient } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';
import { type Autosave, createAutosave, type SaveState } from './autosave.js';

export interface EditableFlow extends Loadable<Flow> {
  /** The name as it is edited here. */
  name: string | undefined;
  /** Where the saving stands; absent while loading. */
  save: SaveState | undefined;
  /** Changes the flow; what changed is saved a moment later. */
  edit: (change: FlowUpdate) => void;
  /** Saves now. Answers whether everything is saved. */
  flush: () => Promise<boolean>;
  /** Settles a conflict: saves this side over the newer version. */
  keepMine: () => Promise<boolean>;
}

const noSubscription = () => () => {};

/**
 * A flow that is edited here: loaded once, then saved as it changes, each save over the version it came from. When
 * someone else saved in between, `save.status` is `conflict` and nothing is saved until `reload` or `keepMine`.
 */
export function useFlow(id: string): EditableFlow {
  const { client, queries } = useServer('useFlow');
  const query = useQuery(
    {
      queryKey: ['flow', id],
      queryFn: () => client.flows.get(id),
      // An open document changes by edits alone: a load behind the user's back would undo them.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
    },
    queries,
  );
  const loaded = query.data;
  const saving = useMemo(() => (loaded ? flowAutosave(client, loaded) : undefined), [client, loaded]);
  useEffect(
    () => () => {
      void saving?.flush().then(() => queries.invalidateQueries({ queryKey: ['flows'] }));
    },
    [saving, queries],
  );
  const save = useSyncExternalStore(
    saving?.subscribe ?? noSubscription,
    () => saving?.getState(),
    () => saving?.getState(),
  );
  useUnsavedGuard(save !== undefined && save.status !== 'saved');

  const [renamed, setRenamed] = useState<{ flow: Flow; name: string }>();
  const edit = useCallback(
    (change: FlowUpdate) => {
      if (loaded && change.name !== undefined) setRenamed({ flow: loaded, name: change.name });
      saving?.edit(change);
    },
    [saving, loaded],
  );
  const flush = useCallback(async () => (saving ? saving.flush() : true), [saving]);
  const keepMine = useCallback(async () => {
    if (!saving) return true;
    const { version } = await client.flows.get(id);
    return saving.overwrite(version);
  }, [client, id, saving]);
  const name = renamed && renamed.flow === loaded ? renamed.name : loaded?.name;
  return { ...toLoadable(query), name, save, edit, flush, keepMine };
}

function flowAutosave(client: PatchbayClient, flow: Flow): Autosave<FlowUpdate> {
  return createAutosave<FlowUpdate>({
    version: flow.version,
    merge: (earlier, later) => ({ ...earlier, ...later }),
    save: async (change, version) => (await client.flows.update(flow.id, change, { version })).version,
    isConflict: (error) => error instanceof ApiError && error.status === 412,
  });
}

/** Lets the browser ask before a page with unsaved changes is left. */
function useUnsavedGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);
}
