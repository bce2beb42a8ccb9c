import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Caller, startTestApi, type TestApi } from '../support/api.js';
import { echo } from '../support/definitions.js';

let t: TestApi;
let owner: Caller;
let editor: Caller;
let flow: Answer['body'];

beforeAll(async () => {
  t = await startTestApi();
  owner = t.as(t.red.users.owner, 'red');
  editor = t.as(t.red.users.editor, 'red');
  flow = (await editor.request('POST', '/flows', { name: 'Orders', definition: echo })).body;
});
afterAll(() => t.close());

interface Entry {
  id: string;
  at: string;
  action: string;
}
const audit = (query = '') => owner.request('GET', `/workspace/audit${query}`);
const actions = ({ body }: Answer): string[] => body.items.map(({ action }: Entry) => action);

test('admins and owners read it, those below don’t', async () => {
  expect((await audit()).status).toBe(200);
  expect((await t.as(t.red.users.admin, 'red').request('GET', '/workspace/audit')).status).toBe(200);
  for (const role of ['viewer', 'editor'] as const) {
    const answer = await t.as(t.red.users[role], 'red').request('GET', '/workspace/audit');
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
});

test('what the API does to documents, runs and credentials is in it', async () => {
  const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });
  await editor.request('PATCH', `/flows/${flow.id}`, { name: 'All orders' }, ifMatch(1));
  await editor.request('POST', `/flows/${flow.id}/versions/1/restore`, undefined, ifMatch(2));
  const run = (await editor.request('POST', `/flows/${flow.id}/execute`, { input: 1, wait: 10 })).body;
  expect(run.status).toBe('succeeded');
  const credential = (
    await owner.request('POST', '/workspace/credentials', {
      slot: 'shop',
      name: 'The shop',
      type: 'bearer',
      secrets: { token: 'canary-secret-1' },
      hosts: ['api.example.com'],
    })
  ).body;
  await owner.request(
    'PATCH',
    `/workspace/credentials/${credential.id}`,
    { secrets: { token: 'canary-secret-2' } },
    ifMatch(1),
  );
  await owner.request('DELETE', `/workspace/credentials/${credential.id}`, undefined, ifMatch(2));

  expect(actions(await audit(`?subjectType=flow&subjectId=${flow.id}`))).toEqual([
    'flow.updated',
    'flow.updated',
    'flow.created',
  ]);
  // Started, once: that it ran and ended is in its own journal.
  expect(actions(await audit(`?subjectId=${run.id}`))).toEqual(['execution.started']);
  expect(actions(await audit('?subjectType=credential'))).toEqual([
    'credential.deleted',
    'credential.secrets_replaced',
    'credential.created',
  ]);
  const everything = JSON.stringify((await audit('?limit=100')).body);
  expect(everything).not.toContain('canary');
  expect(everything).not.toContain('"graph"');
});

test('a refused change leaves no entry', async () => {
  const before = (await audit('?limit=100')).body.items.length;
  const stale = { 'if-match': '"1"' };
  expect((await editor.request('PATCH', `/flows/${flow.id}`, { name: 'No' }, stale)).status).toBe(412);
  const viewer = t.as(t.red.users.viewer, 'red');
  expect((await viewer.request('POST', '/flows', { name: 'No', definition: echo })).status).toBe(403);
  expect((await audit('?limit=100')).body.items).toHaveLength(before);
});

test('pages lead through all of it, newest first, each entry once', async () => {
  const all: Entry[] = (await audit('?limit=100')).body.items;
  expect(all.length).toBeGreaterThan(7);
  const paged: Entry[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer = await audit(`?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
    paged.push(...page.body.items);
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  expect(paged).toEqual(all);
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .toSorted()
      .reverse(),
  );
});

test('filters go together', async () => {
  const of = `actorId=${t.red.users.editor}`;
  expect(new Set(actions(await audit(`?${of}`)))).toEqual(
    new Set(['flow.created', 'flow.updated', 'execution.started']),
  );
  expect(actions(await audit(`?${of}&action=flow.created`))).toEqual(['flow.created']);
  expect(actions(await audit(`?${of}&action=member.added`))).toEqual([]);
});

test.each(['?cursor=nonsense', '?actorId=me', '?limit=0', '?unknown=1'])('%s is refused', async (query) => {
  expect(await audit(query)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});

test('nothing of another workspace is in it', async () => {
  const stranger = t.as(t.blue.users.owner, 'blue');
  const { body } = await stranger.request('GET', '/workspace/audit?limit=100');
  expect(new Set(body.items.map(({ subject }: { subject: { type: string } }) => subject.type))).toEqual(
    new Set(['member']),
  );
  expect((await stranger.request('GET', `/workspace/audit?subjectId=${flow.id}`)).body.items).toEqual([]);
});
