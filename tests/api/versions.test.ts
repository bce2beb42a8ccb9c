import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, startTestApi, type TestApi } from '../support/api.js';
import { echo, gets } from '../support/definitions.js';

let t: TestApi;
let editor: Caller;
let viewer: Caller;
beforeAll(async () => {
  t = await startTestApi();
  editor = t.as(t.red.users.editor, 'red');
  viewer = t.as(t.red.users.viewer, 'red');
});
afterAll(() => t.close());

const later = gets('https://api.example.com/');
let slugs = 0;

describe.each(['flows', 'connectors'])('the versions of %s', (resource) => {
  /** Three versions: the first, renamed, and with another definition. */
  async function saved() {
    slugs += 1;
    const slug = resource === 'connectors' ? { slug: `versioned-${slugs}` } : {};
    const { body } = await editor.request('POST', `/${resource}`, {
      ...slug,
      name: 'First',
      definition: echo,
    });
    const path = `/${resource}/${body.id}`;
    await editor.request('PATCH', path, { name: 'Second' }, { 'if-match': '"1"' });
    await editor.request('PATCH', path, { name: 'Third', definition: later }, { 'if-match': '"2"' });
    return { path, ...slug };
  }

  test('are listed page by page, the newest first, with who saved them', async () => {
    const { path } = await saved();
    const first = await viewer.request('GET', `${path}/versions?limit=2`);
    expect(first.status).toBe(200);
    const { editor: createdBy } = t.red.users;
    expect(first.body.items).toEqual([
      { version: 3, name: 'Third', createdAt: expect.any(String), createdBy },
      { version: 2, name: 'Second', createdAt: expect.any(String), createdBy },
    ]);
    const second = await viewer.request('GET', `${path}/versions?cursor=${first.body.nextCursor}`);
    expect(second.body).toEqual({
      items: [{ version: 1, name: 'First', createdAt: expect.any(String), createdBy }],
      nextCursor: null,
    });
    for (const cursor of ['x', btoa('["1 or 1=1"]'), btoa('[0]'), btoa('[1,2]')])
      expect((await viewer.request('GET', `${path}/versions?cursor=${cursor}`)).status).toBe(400);
  });

  test('are read as they were saved', async () => {
    const { path, slug } = await saved();
    const { body } = await viewer.request('GET', `${path}/versions/2`);
    expect(body).toMatchObject({ version: 2, name: 'Second', definition: echo });
    if (slug) expect((await viewer.request('GET', `/${resource}/${slug}/versions/2`)).body).toEqual(body);
    for (const version of ['4', '999999']) {
      const none = await viewer.request('GET', `${path}/versions/${version}`);
      expect(none).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    for (const version of ['0', '-1', 'x', '1.5', '99999999999'])
      expect((await viewer.request('GET', `${path}/versions/${version}`)).status).toBe(400);
  });

  test('are restored as a new version, by editors who know the newest', async () => {
    const { path } = await saved();
    const restore = (caller: Caller, headers?: Record<string, string>) =>
      caller.request('POST', `${path}/versions/1/restore`, undefined, headers);
    expect((await restore(viewer, { 'if-match': '"3"' })).status).toBe(403);
    expect((await restore(editor)).status).toBe(428);
    expect((await restore(editor, { 'if-match': '"2"' })).status).toBe(412);
    const restored = await restore(editor, { 'if-match': '"3"' });
    expect(restored).toMatchObject({
      status: 200,
      body: { version: 4, name: 'First', definition: echo },
    });
    expect(restored.headers.get('etag')).toBe('"4"');
    expect((await viewer.request('GET', path)).body).toEqual(restored.body);
    const { body } = await viewer.request('GET', `${path}/versions`);
    expect(body.items.map(({ version, name }: { version: number; name: string }) => [version, name])).toEqual(
      [
        [4, 'First'],
        [3, 'Third'],
        [2, 'Second'],
        [1, 'First'],
      ],
    );
  });
});

test('a version that would have a connector run itself isn’t restored', async () => {
  const runs = (connector: string) => ({
    graph: { steps: [{ id: 'a', type: 'connector', connector, input: {} }] },
  });
  const create = async (slug: string, definition: unknown) =>
    (await editor.request('POST', '/connectors', { slug, name: slug, definition })).body.id;
  await create('inner', echo);
  const outer = await create('outer', runs('inner'));
  const { body: inner } = await editor.request('GET', '/connectors/inner');
  await editor.request('PATCH', `/connectors/${outer}`, { definition: echo }, { 'if-match': '"1"' });
  await editor.request(
    'PATCH',
    `/connectors/${inner.id}`,
    { definition: runs('outer') },
    { 'if-match': '"1"' },
  );
  const refused = await editor.request('POST', `/connectors/${outer}/versions/1/restore`, undefined, {
    'if-match': '"2"',
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'connector_cycle' } });
});
