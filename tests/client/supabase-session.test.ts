import { createClient as createSupabase, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApi } from '../../api/create-api.js';
import { createClient, type PatchbayClient, supabaseSession } from '../../src/client/index.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { type AuthServer, startAuthServer } from '../support/auth-server.js';

let t: TestApi;
let auth: AuthServer;
let supabase: SupabaseClient;
let client: PatchbayClient;
/** The tokens that the API was asked with, in order. */
let asked: string[];
/** Makes the API refuse what it would take: a token of a session that was ended there, or of keys that it forgot. */
let revoked: Set<string>;
const credentials = { email: 'ada@example.com', password: 'correct horse' };

beforeAll(async () => {
  t = await startTestApi();
});
afterAll(() => t.close());

beforeEach(async () => {
  auth = await startAuthServer({ ...credentials, id: t.red.users.editor });
  asked = [];
  revoked = new Set();
  supabase = createSupabase(auth.url, 'sb_publishable_test', {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const api = createApi({
    database: t.database,
    auth: {
      type: 'jwks',
      url: `${auth.issuer}/.well-known/jwks.json`,
      issuer: auth.issuer,
      audience: 'authenticated',
    },
  });
  client = createClient({
    baseUrl: 'http://patchbay.test',
    workspaceId: 'red',
    ...supabaseSession(supabase, async (url, init) => {
      const token = new Headers(init.headers).get('authorization') ?? '';
      asked.push(token);
      const headers = new Headers(init.headers);
      if (revoked.has(token)) headers.set('authorization', 'Bearer revoked');
      return api.request(url, { ...init, headers });
    }),
  });
});
afterEach(() => auth.close());

test('whoever has signed in works as themselves, and writes as well as reads', async () => {
  await supabase.auth.signInWithPassword(credentials);
  expect((await client.session.get()).user).toEqual({ id: t.red.users.editor, email: 'ada@example.com' });
  const definition = { graph: { steps: [] } };
  expect(await client.flows.create({ name: 'Mine', definition })).toMatchObject({ name: 'Mine' });
  expect(auth.grants('refresh_token')).toBe(0);
});

test('without a session nothing is sent, and the error says what to do', async () => {
  await expect(client.flows.list()).rejects.toMatchObject({
    status: 401,
    code: 'unauthorized',
    detail: 'Nobody is signed in. Sign in again.',
  });
  expect(asked).toEqual([]);
});

test('a token that is about to expire is renewed before it is used', async () => {
  auth.lifetime = 20; // supabase-js renews what has less than 90 s
  const { data } = await supabase.auth.signInWithPassword(credentials);
  auth.lifetime = 3_600;
  await client.flows.list();
  expect(auth.grants('refresh_token')).toBe(1);
  expect(asked).toHaveLength(1);
  expect(asked).not.toContain(`Bearer ${data.session?.access_token}`);
});

test('a token that the server refuses is renewed once, for all requests that it was refused for', async () => {
  const { data } = await supabase.auth.signInWithPassword(credentials);
  const first = `Bearer ${data.session?.access_token}`;
  revoked.add(first);
  const answers = await Promise.all([
    client.flows.list(),
    client.connectors.list(),
    client.flows.create({ name: 'After all', definition: { graph: { steps: [] } } }),
  ]);
  expect(answers).toHaveLength(3);
  expect(auth.grants('refresh_token')).toBe(1);
  expect(asked.filter((token) => token === first)).toHaveLength(3);
  expect(asked).toHaveLength(6);
  expect((await client.flows.list()).items.filter(({ name }) => name === 'After all')).toHaveLength(1);
});

test('a session that cannot be renewed ends in the refusal of the server, after one try', async () => {
  const { data } = await supabase.auth.signInWithPassword(credentials);
  revoked.add(`Bearer ${data.session?.access_token}`);
  auth.refusesRefresh = true;
  await expect(client.flows.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  expect(asked).toHaveLength(1);
  expect(auth.grants('refresh_token')).toBe(1);
});

test('a refusal that has another reason is not tried again', async () => {
  await supabase.auth.signInWithPassword(credentials);
  await expect(client.flows.get('nothing')).rejects.toMatchObject({ status: 404 });
  expect(asked).toHaveLength(1);
});

test('after the sign-out nothing is sent any more', async () => {
  await supabase.auth.signInWithPassword(credentials);
  await client.flows.list();
  await supabase.auth.signOut();
  await expect(client.flows.list()).rejects.toMatchObject({ status: 401 });
  expect(asked).toHaveLength(1);
});
