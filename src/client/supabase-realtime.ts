import type { Execution } from '../../api/resources.js';
import type { RunEvent } from '../engine/index.js';
import { type FollowEvents, followEvents, isFinal } from './follow-events.js';
import { requestJson, type Transport } from './transport.js';

const FAILED = ['CHANNEL_ERROR', 'TIMED_OUT', 'CLOSED'];
const ENDED = ['succeeded', 'failed', 'cancelled'];
const TABLE = { event: 'INSERT', schema: 'public', table: 'connector_execution_events' } as const;

/** The part of a channel of Supabase Realtime that tells of rows. */
export interface RealtimeChannel {
  on(
    type: 'postgres_changes',
    filter: { event: 'INSERT'; schema: string; table: string; filter: string },
    callback: (change: { new: object }) => void,
  ): unknown;
  on(
    type: 'system',
    filter: object,
    callback: (message: { extension: string; status: string }) => void,
  ): unknown;
  subscribe(callback: (status: string) => void): unknown;
}

/** The part of a Supabase client (`@supabase/supabase-js` 2) that follows the database. */
export interface SupabaseChannels {
  channel(topic: string): RealtimeChannel;
  removeChannel(channel: RealtimeChannel): Promise<unknown>;
}

export interface RealtimeOptions {
  /** After so many milliseconds without an event the API is asked whether one got lost. Default 30 000. */
  checkAfterMs?: number;
}

/**
 * For `createClient`: runs are followed through Supabase Realtime, over the one connection that a Supabase client has,
 * however many they are. Realtime promises no delivery, so what a message leaves open is asked of the API: every event
 * comes once and in order here too. A channel that fails is left for server-sent events. The errors are those of a
 * client without this.
 *
 * @example
 * const supabase = createSupabaseClient(url, publishableKey);
 * const session = supabaseSession(supabase);
 * const client = createClient({ baseUrl, workspaceId, ...session, follow: supabaseRealtime(supabase) });
 */
export function supabaseRealtime(
  supabase: SupabaseChannels,
  { checkAfterMs = 30_000 }: RealtimeOptions = {},
): FollowEvents {
  return async function* (transport, executionId, { after: first = 0, signal } = {}) {
    if (signal?.aborted) return;
    const line = openLine(supabase, executionId, signal);
    let after = first;
    try {
      for await (const event of followLine(line, transport, executionId, { after, checkAfterMs, signal })) {
        after = event.seq;
        yield event;
        if (isFinal(event)) return;
      }
    } finally {
      line.close();
    }
    // After the last event of a run that has ended, this ends at once.
    yield* followEvents(transport, executionId, { after, ...(signal && { signal }) });
  };
}

interface Line {
  /** What was told and not yet taken, by `seq`; null where only that it happened is known. */
  told: Map<number, RunEvent | null>;
  /** Whether something may have happened that wasn't told. */
  unsure: boolean;
  failed: boolean;
  /** True when there was news since it was asked last, or when there is, or it is aborted; false after `ms`. */
  news(ms: number): Promise<boolean>;
  close(): void;
}

/** Until the run has ended, the line fails, or it is aborted; then the rest is for server-sent events. */
async function* followLine(
  line: Line,
  transport: Transport,
  executionId: string,
  options: { after: number; checkAfterMs: number; signal: AbortSignal | undefined },
): AsyncGenerator<RunEvent> {
  const { checkAfterMs, signal } = options;
  let after = options.after;
  while (!signal?.aborted && !line.failed) {
    const next = line.told.get(after + 1);
    if (next) {
      after = next.seq;
      line.told.delete(after);
      yield next;
      continue;
    }
    let target = after;
    for (const seq of line.told.keys()) {
      if (seq <= after) line.told.delete(seq);
      else target = Math.max(target, seq);
    }
    if (line.unsure) {
      line.unsure = false;
      const run = await readRun(transport, executionId, signal);
      if (!run || (ENDED.includes(run.status) && run.seq <= after)) return;
      target = Math.max(target, run.seq);
    }
    if (target > after) {
      for await (const event of followEvents(transport, executionId, { after, ...(signal && { signal }) })) {
        after = event.seq;
        yield event;
        if (after >= target) break;
      }
      // What was told of isn't there: the run is gone, or it was aborted.
      if (after < target) return;
    } else if (!(await line.news(checkAfterMs))) {
      line.unsure = true;
    }
  }
}

/** Undefined where that fails: following by server-sent events tries again, and says what is wrong. */
function readRun(
  transport: Transport,
  executionId: string,
  signal: AbortSignal | undefined,
): Promise<Execution | undefined> {
  const path = `/executions/${encodeURIComponent(executionId)}`;
  return requestJson<Execution>(transport, path, { signal }).catch(() => undefined);
}

function openLine(supabase: SupabaseChannels, executionId: string, signal: AbortSignal | undefined): Line {
  let pending = false;
  let wake = (): void => {};
  const tell = (): void => {
    pending = true;
    wake();
  };
  // A client gives the same channel for the same topic, and two may follow one run.
  const channel = supabase.channel(`patchbay:${executionId}:${Math.random().toString(36).slice(2)}`);
  const line: Line = {
    told: new Map(),
    // What happened so far is shown before the channel stands.
    unsure: true,
    failed: false,
    news: async (ms) => {
      if (!pending) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const wasPending = pending;
      pending = false;
      return wasPending;
    },
    close: () => {
      signal?.removeEventListener('abort', tell);
      // Where the line is broken, there is nobody to tell.
      supabase.removeChannel(channel).catch(() => {});
    },
  };
  const change = (what: Partial<Line>): void => {
    Object.assign(line, what);
    tell();
  };
  signal?.addEventListener('abort', tell, { once: true });
  channel.on('postgres_changes', { ...TABLE, filter: `execution_id=eq.${executionId}` }, ({ new: row }) => {
    const { seq, event } = row as { seq?: unknown; event?: unknown }; // Realtime leaves out what is too large
    if (typeof seq !== 'number') return change({ unsure: true });
    line.told.set(seq, isEvent(event, seq) ? event : null);
    tell();
  });
  // Rows are told from then on, which may be later than SUBSCRIBED.
  channel.on('system', {}, ({ extension, status }) => {
    if (extension !== 'postgres_changes') return;
    change(status === 'ok' ? { unsure: true } : { failed: true });
  });
  channel.subscribe((status) => {
    if (status === 'SUBSCRIBED') change({ unsure: true });
    else if (FAILED.includes(status)) change({ failed: true });
  });
  return line;
}

/** The table holds the events that the server's journal wrote; a cut or broken one is none. */
function isEvent(value: unknown, seq: number): value is RunEvent {
  return (
    typeof value === 'object' && value !== null && 'seq' in value && value.seq === seq && 'type' in value
  );
}
