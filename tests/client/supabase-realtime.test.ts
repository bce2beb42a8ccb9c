import { createClient as createSupabase, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  createClient,
  type PatchbayClient,
  type RealtimeOptions,
  type RunEvent,
  supabaseRealtime,
} from '../../src/client/index.js';
import { signToken, startTestApi, type TestApi } from '../support/api.js';
import { echo, gets } from '../support/definitions.js';
import { type RealtimeServer, startRealtimeServer } from '../support/realtime-server.js';
import { startUpstream, type Upstream } from '../support/upstream-server.js';

let t: TestApi;
let upstream: Upstream;
let token: string;
/** Lets the request go on that the run is waiting for. */
let release: () => void;
let realtime: RealtimeServer;
let supabase: SupabaseClient;
/** Follows by server-sent events. */
let plain: PatchbayClient;
/** What the following client was answered by the API: the paths, without the run's id. */
let answered: string[];
let abort: AbortController;

beforeAll(async () => {
  upstream = await startUpstream((_request, response) => {
    release = () => response.end('{"ok":true}');
  });
  t = await startTestApi({ allow: [upstream] });
  token = await signToken({ sub: t.red.users.editor });
  plain = createClient({ ...at(), fetch: async (url, init) => t.api.request(url, init) });
});
afterAll(async () => {
  await t.close();
  await upstream.close();
});

beforeEach(async () => {
  realtime = await startRealtimeServer();
  supabase = createSupabase(realtime.url, 'sb_publishable_test', { accessToken: async () => token });
  answered = [];
  abort = new AbortController();
});
afterEach(async () => {
  abort.abort();
  await supabase.removeAllChannels();
  await realtime.close();
});

function at() {
  return { baseUrl: 'http://patchbay.test', workspaceId: 'red', token };
}

interface Followed {
  id: string;
  events: RunEvent[];
  end: Promise<void>;
}

function follow(id: string, options?: RealtimeOptions): Followed {
  const client = createClient({
    ...at(),
    fetch: async (url, init) => {
      const response = await t.api.request(url, init);
      answered.push(url.slice(url.indexOf(id) + id.length));
      return response;
    },
    follow: supabaseRealtime(supabase, options),
  });
  const events: RunEvent[] = [];
  const end = (async () => {
    for await (const event of client.executions.events(id, { signal: abort.signal })) events.push(event);
  })();
  // A test that fails before it waits for the end is told why by what failed.
  end.catch(() => {});
  return { id, events, end };
}

async function startRun(): Promise<string> {
  const before = upstream.requests.length;
  const flow = await plain.flows.create({ name: 'Asks', definition: gets(upstream.url) });
  const { id } = await plain.flows.execute(flow.id, { input: {} });
  await vi.waitFor(() => expect(upstream.requests.length).toBe(before + 1));
  return id;
}

/** Follows a run in the midst of it, and has shown what happened so far when this resolves. */
async function followRun(options?: RealtimeOptions): Promise<Followed> {
  const id = await startRun();
  const followed = follow(id, options);
  // At once, and when it has joined.
  await vi.waitFor(() => expect(answered.filter((path) => path === '')).toHaveLength(2));
  realtime.reportSubscription('ok');
  await vi.waitFor(() => expect(answered.filter((path) => path === '')).toHaveLength(3));
  const { seq } = await plain.executions.get(id);
  await vi.waitFor(() => expect(followed.events).toHaveLength(seq));
  answered = [];
  return followed;
}

type Row = { execution_id: string; seq: number } & Record<string, unknown>;

/** Lets the run end, and gives the rows that are new since. */
async function finish({ id, events }: Followed): Promise<Row[]> {
  const known = events.length;
  release();
  await vi.waitFor(async () => expect((await plain.executions.get(id)).status).toBe('succeeded'));
  return rowsAfter(id, known);
}

/** As Realtime tells them. */
async function rowsAfter(id: string, seq: number): Promise<Row[]> {
  const rows = await t.database.as({ role: 'service' }, (tx) =>
    tx
      .selectFrom('connector_execution_events')
      .selectAll()
      .where('execution_id', '=', id)
      .where('seq', '>', seq)
      .orderBy('seq')
      .execute(),
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

async function expectWhole({ id, events, end }: Followed): Promise<void> {
  await end;
  const expected: RunEvent[] = [];
  for await (const event of plain.executions.events(id)) expected.push(event);
  expect(expected.at(-1)?.type).toBe('run_succeeded');
  expect(events).toEqual(expected);
}

describe('a run is followed through Realtime', () => {
  test('with the token of the user, and without asking the API for what is told', async () => {
    const followed = await followRun();
    expect(realtime.channels()).toEqual([
      expect.objectContaining({ filter: `execution_id=eq.${followed.id}`, token }),
    ]);
    const rows = await finish(followed);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) realtime.insert(row);
    await expectWhole(followed);
    expect(answered).toEqual([]);
    await vi.waitFor(() => expect(realtime.channels()).toEqual([]));
    expect(supabase.getChannels()).toEqual([]);
  });

  test('each event once, however often it is told', async () => {
    const followed = await followRun();
    const [first] = await rowsAfter(followed.id, 0);
    if (first) realtime.insert(first);
    for (const row of await finish(followed)) {
      realtime.insert(row);
      realtime.insert(row);
    }
    await expectWhole(followed);
    expect(answered).toEqual([]);
  });

  test('in order, whatever order they are told in', async () => {
    const followed = await followRun();
    for (const row of (await finish(followed)).reverse()) realtime.insert(row);
    await expectWhole(followed);
  });

  test('with the API asked for one that got lost', async () => {
    const followed = await followRun();
    const rows = await finish(followed);
    for (const row of rows.filter((_, index) => index !== 1)) realtime.insert(row);
    await expectWhole(followed);
    expect(answered).toEqual(['/events']);
  });

  test.each<[string, (row: Row) => Record<string, unknown>]>([
    ['was too large to be told', () => ({ event: undefined })],
    ['came cut off', ({ event }) => ({ event: JSON.stringify(event).slice(0, -1) })],
    ['came without a number', () => ({ seq: undefined })],
  ])('with the API asked for one that %s', async (_, spoil) => {
    const followed = await followRun();
    for (const row of await finish(followed)) realtime.insert({ ...row, ...spoil(row) });
    await expectWhole(followed);
    expect(answered).toContain('/events');
  });

  test('to its end, even if that is what got lost', async () => {
    const followed = await followRun({ checkAfterMs: 50 });
    for (const row of (await finish(followed)).slice(0, -1)) realtime.insert(row);
    await expectWhole(followed);
  });

  test('without what happened between joining and being subscribed getting lost', async () => {
    const followed = follow(await startRun());
    await vi.waitFor(() => expect(answered.filter((path) => path === '')).toHaveLength(2));
    await finish(followed);
    realtime.reportSubscription('ok');
    await expectWhole(followed);
  });

  test('by two at a time, one of whom leaves', async () => {
    const other = await followRun();
    const others = abort;
    abort = new AbortController();
    const followed = follow(other.id);
    await vi.waitFor(() => expect(realtime.channels()).toHaveLength(2));
    others.abort();
    await other.end;
    await vi.waitFor(() => expect(realtime.channels()).toHaveLength(1));
    await vi.waitFor(() => expect(followed.events.length).toBe(other.events.length));
    for (const row of await finish(other)) realtime.insert(row);
    await expectWhole(followed);
  });

  test('that has ended already, and from where it is known', async () => {
    const flow = await plain.flows.create({ name: 'Ended', definition: echo });
    const { id, seq } = await plain.flows.execute(flow.id, { input: {}, wait: 10 });
    await expectWhole(follow(id));
    const client = createClient({ ...at(), fetch: async (...asked) => t.api.request(...asked) });
    const rest = supabaseRealtime(supabase);
    const known = createClient({ ...at(), fetch: async (...asked) => t.api.request(...asked), follow: rest });
    const seqs = async (events: AsyncIterable<RunEvent>): Promise<number[]> => {
      const found: number[] = [];
      for await (const event of events) found.push(event.seq);
      return found;
    };
    expect(await seqs(known.executions.events(id, { after: seq - 1 }))).toEqual([seq]);
    expect(await seqs(known.executions.events(id, { after: seq }))).toEqual(
      await seqs(client.executions.events(id, { after: seq })),
    );
  });
});

describe('server-sent events take over', () => {
  test.each([
    ['the channel fails', () => realtime.failChannels()],
    ['the connection breaks', () => realtime.cut()],
    ['the subscription fails', () => realtime.reportSubscription('error')],
    ['somebody else removes the channels', () => void supabase.removeAllChannels()],
  ])('when %s', async (_, fail) => {
    const followed = await followRun();
    fail();
    await vi.waitFor(() => expect(answered).toEqual(['/events']));
    await finish(followed);
    await expectWhole(followed);
    expect(supabase.getChannels()).toEqual([]);
  });

  test('when the channel is refused', async () => {
    realtime.refusesJoins = true;
    const followed = follow(await startRun());
    await vi.waitFor(() => expect(supabase.getChannels()).toEqual([]));
    await finish(followed);
    await expectWhole(followed);
  });
});

test('an abort ends it without an error, and leaves the channel', async () => {
  const followed = await followRun();
  abort.abort();
  await followed.end;
  await vi.waitFor(() => expect(realtime.channels()).toEqual([]));
  expect(supabase.getChannels()).toEqual([]);
  expect(answered).toEqual([]);
  release();
});

test('an abort before it has joined leaves no channel either', async () => {
  const followed = follow(await startRun());
  abort.abort();
  await followed.end;
  await vi.waitFor(() => expect(supabase.getChannels()).toEqual([]));
  release();
});

test('a run that nobody may see fails as it does without Realtime', async () => {
  const followed = follow(crypto.randomUUID());
  await expect(followed.end).rejects.toMatchObject({ status: 404, code: 'not_found' });
  await vi.waitFor(() => expect(supabase.getChannels()).toEqual([]));
});
