import type { Client } from 'pg';
import type { Channel } from './database.js';

type Handler = (payload: string) => void;

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;

export interface PostgresListener {
  listen(channel: Channel, handler: Handler): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/**
 * LISTEN on one connection of its own, opened at the first `listen`. When that connection drops it is opened again
 * with growing delays; what was told meanwhile is lost, which `Database.listen` allows.
 */
export function createPostgresListener(createClient: () => Client): PostgresListener {
  const handlers = new Map<Channel, Set<Handler>>();
  let current: Promise<Client> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function open(): Promise<Client> {
    const client = createClient();
    let dropped = false;
    const drop = () => {
      if (dropped) return;
      dropped = true;
      current = undefined;
      reconnect(FIRST_RETRY_MS);
    };
    client.on('error', drop);
    client.on('end', drop);
    client.on('notification', ({ channel, payload = '' }) => {
      for (const [name, set] of handlers) if (name === channel) for (const handler of set) handler(payload);
    });
    try {
      await client.connect();
      for (const channel of handlers.keys()) await client.query(`listen ${channel}`);
    } catch (error) {
      dropped = true;
      await client.end().catch(() => {}); // it never was open, or is broken: nothing to save
      throw error;
    }
    return client;
  }

  function reconnect(delayMs: number): void {
    if (closed) return;
    retry = setTimeout(() => {
      if (closed || current) return;
      current = open();
      current.catch(() => {
        current = undefined;
        reconnect(Math.min(delayMs * 2, MAX_RETRY_MS));
      });
    }, delayMs);
    retry.unref?.();
  }

  return {
    listen: async (channel, handler) => {
      const set = handlers.get(channel) ?? new Set();
      const isFirst = set.size === 0;
      set.add(handler);
      handlers.set(channel, set);
      try {
        if (!current) {
          current = open();
          await current;
        } else if (isFirst) {
          await (await current).query(`listen ${channel}`);
        } else {
          await current;
        }
      } catch {
        current = undefined;
        reconnect(FIRST_RETRY_MS);
      }
      return async () => {
        set.delete(handler);
      };
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      handlers.clear();
      const client = await current?.catch(() => undefined);
      await client?.end();
    },
  };
}
