import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, startTestApi, type TestApi } from '../support/api.js';
import { echo, gets } from '../support/definitions.js';

let t: TestApi;
let editor: Caller;
beforeAll(async () => {
  t = await startTestApi();
  editor = t.as(t.red.users.editor, 'red');
});
afterAll(() => t.close());

const resources = [
  ['flows', (name: string) => ({ name, definition: echo })],
  [
    'connectors',
    (name: string) => ({ slug: name.toLowerCase().replace(/\W+/g, '-'), name, definition: echo }),
  ],
] as const;

describe.each(resources)('%s', (resource, create) => {
  test('are saved, read, changed and deleted, each save a version', async () => {
    const created = await editor.request('POST', `/${resource}`, create('First one'));
    expect(created).toMatchObject({
      status: 201,
      body: { name: 'First one', description: '', version: 1, definition: echo },
    });
    expect(created.headers.get('etag')).toBe('"1"');
    const path = `/${resource}/${created.body.id}`;
    expect(created.headers.get('location')).toBe(`/api/v1${path}`);

    const changed = await editor.request('PATCH', path, { name: 'Renamed' }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Renamed', version: 2, definition: echo } });
    const read = await editor.request('GET', path);
    expect(read.body).toEqual(changed.body);
    expect(read.headers.get('etag')).toBe('"2"');

    expect((await editor.request('DELETE', path, undefined, { 'if-match': '"2"' })).status).toBe(204);
    expect(await editor.request('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('a write needs the version it is based on: 428 without, 412 with an old one', async () => {
    const { body } = await editor.request('POST', `/${resource}`, create('Contested'));
    const path = `/${resource}/${body.id}`;
    await editor.request('PATCH', path, { name: 'Second' }, { 'if-match': '"1"' });
    for (const [method, change] of [
      ['PATCH', { name: 'Lost' }],
      ['DELETE', undefined],
    ] as const) {
      expect(await editor.request(method, path, change)).toMatchObject({
        status: 428,
        body: { code: 'version_required' },
      });
      const stale = await editor.request(method, path, change, { 'if-match': '"1"' });
      expect(stale).toMatchObject({ status: 412, body: { code: 'version_conflict' } });
      expect(stale.headers.get('etag')).toBe('"2"');
      // `*` would mean whatever is there, which is what the header is to prevent.
      for (const odd of ['two', '*', '2', '"1", "2"', '"-1"']) {
        expect(await editor.request(method, path, change, { 'if-match': odd })).toMatchObject({
          status: 400,
        });
      }
      const weakened = await editor.request(method, path, change, { 'if-match': 'W/"1"' });
      expect(weakened).toMatchObject({ status: 412 });
    }
    expect((await editor.request('GET', path)).body.name).toBe('Second');
  });

  test('of ten writes on one version, one wins', async () => {
    const { body } = await editor.request('POST', `/${resource}`, create('Raced'));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        editor.request('PATCH', `/${resource}/${body.id}`, { name: `Raced ${index}` }, { 'if-match': '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });

  test('lists go page by page over every item once, also when items share a moment', async () => {
    const admin = t.as(t.blue.users.admin, 'blue');
    for (let index = 0; index < 7; index += 1)
      await admin.request('POST', `/${resource}`, create(`Item ${index}`));
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await admin.request('GET', `/${resource}?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      names.push(...page.body.items.map(({ name }: { name: string }) => name));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Item ${index}`));
  });

  test('a page of large documents ends early, and the next one goes on', async () => {
    const viewer = t.as(t.red.users.viewer, 'red');
    const padding = 'x'.repeat(900_000);
    const definition = { graph: { steps: [], output: padding } };
    for (let index = 0; index < 6; index += 1)
      await editor.request('POST', `/${resource}`, { ...create(`Large ${index}`), definition });
    const first = (await viewer.request('GET', `/${resource}?q=Large`)).body;
    const second = (await viewer.request('GET', `/${resource}?q=Large&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([4, 2, null]);
    expect([...first.items, ...second.items].map(({ name }: { name: string }) => name)).toEqual(
      [5, 4, 3, 2, 1, 0].map((index) => `Large ${index}`),
    );
  });

  test('search takes pattern characters literally', async () => {
    await editor.request('POST', `/${resource}`, create('Half 50 percent'));
    await editor.request('POST', `/${resource}`, { ...create('Sale now'), description: '100%_off \\o/' });
    const found = async (q: string) =>
      (await editor.request('GET', `/${resource}?q=${encodeURIComponent(q)}`)).body.items.map(
        ({ name }: { name: string }) => name,
      );
    expect(await found('PERCENT')).toEqual(['Half 50 percent']);
    expect(await found('%_off')).toEqual(['Sale now']);
    expect(await found('\\o')).toEqual(['Sale now']);
    expect(await found('%')).toEqual(['Sale now']);
  });

  const bad = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['no base64', '!!!'],
    ['no JSON', 'abcd'],
    ['SQL', bad(["2026-01-01'; drop table flows; --", '0b0e4f6e-0000-4000-8000-000000000000'])],
    ['too few keys', bad(['2026-01-01 00:00:00+00'])],
    ['no day', bad(['2026-02-30 00:00:00+00', '0b0e4f6e-0000-4000-8000-000000000000'])],
    ['no time', bad(['2026-02-20 24:61:00+00', '0b0e4f6e-0000-4000-8000-000000000000'])],
    ['no time zone', bad(['2026-02-20 00:00:00+99', '0b0e4f6e-0000-4000-8000-000000000000'])],
    ['another type', bad({ a: 1 })],
  ])('a cursor that is %s is refused', async (_name, cursor) => {
    const answer = await editor.request('GET', `/${resource}?cursor=${encodeURIComponent(cursor)}`);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'cursor' }] },
    });
  });

  test('what does not parse is refused with its places, a draft that parses is kept', async () => {
    const definition = { graph: { steps: [{ id: '1bad', type: 'transform', extra: 1 }] } };
    const answer = await editor.request('POST', `/${resource}`, { ...create('Broken'), definition });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toContain('definition.graph.steps[0].id');
    expect(paths).toContain('definition.graph.steps[0].extra');
    const draft = await editor.request('POST', `/${resource}`, {
      ...create('Draft'),
      definition: gets('{{nowhere.url}}'),
    });
    expect(draft.status).toBe(201);
  });

  test.each([
    ['U+0000', 'a\0b'],
    ['half of a character', 'a\ud800b'],
  ])(
    '%s is refused with its place, in texts, documents, names of fields, addresses and searches',
    async (_name, odd) => {
      const definition = (output: object) => ({ graph: { steps: [{ id: 'a', type: 'transform', output }] } });
      for (const [fields, path] of [
        [{ name: odd }, 'name'],
        [{ description: odd }, 'description'],
        [{ definition: definition({ x: [1, odd] }) }, 'definition.graph.steps[0].output.x[1]'],
        [{ definition: definition({ [odd]: 1 }) }, 'definition.graph.steps[0].output'],
      ] as const) {
        const answer = await editor.request('POST', `/${resource}`, { ...create('Odd'), ...fields });
        expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
      }
      for (const path of [`/${resource}/a%00b`, `/${resource}?q=a%00b`]) {
        expect(await editor.request('GET', path)).toMatchObject({ status: 400 });
      }
    },
  );

  test('fields keep the order that the author gave them', async () => {
    const output = { zebra: '1', apple: '2', '10': '3' };
    const definition = { graph: { steps: [{ id: 'a', type: 'transform', output }] } };
    const { body } = await editor.request('POST', `/${resource}`, { ...create('Ordered'), definition });
    const read = await editor.request('GET', `/${resource}/${body.id}`);
    expect(Object.keys(read.body.definition.graph.steps[0].output)).toEqual(Object.keys(output));
  });
});

describe('connectors', () => {
  const uses = (...names: string[]) => ({
    graph: { steps: names.map((connector, i) => ({ id: `s${i}`, type: 'connector', connector, input: {} })) },
  });
  const make = (slug: string, definition: unknown) =>
    editor.request('POST', '/connectors', { slug, name: slug.toUpperCase(), definition });

  test('that would run themselves are not saved, and the refusal names the chain', async () => {
    expect(await make('self', uses('self'))).toMatchObject({
      status: 422,
      body: {
        code: 'connector_cycle',
        detail: '"SELF" would run itself: SELF → SELF. Take one of these steps out.',
        errors: [{ path: 'definition.graph.steps[0].connector' }],
      },
    });
    const a = (await make('cycle-a', echo)).body;
    const b = (await make('cycle-b', uses('used-later', a.id))).body;
    expect((await make('cycle-c', uses('cycle-b', 'cycle-b'))).status).toBe(201);
    const closing = await editor.request(
      'PATCH',
      `/connectors/${a.id}`,
      { definition: uses('nowhere', 'cycle-c') },
      { 'if-match': '"1"' },
    );
    expect(closing).toMatchObject({ status: 422, body: { code: 'connector_cycle' } });
    expect(closing.body.detail).toContain('CYCLE-A → CYCLE-C → CYCLE-B → CYCLE-A');
    expect(closing.body.errors[0].path).toBe('definition.graph.steps[1].connector');
    // Nothing of it was kept.
    expect((await editor.request('GET', '/connectors/cycle-a')).body).toEqual(a);
    // A slug that a step waits for closes a cycle as well.
    expect(await make('used-later', uses('cycle-b'))).toMatchObject({ status: 422 });
    const free = (await make('free', uses('cycle-b'))).body;
    expect(
      await editor.request('PATCH', `/connectors/${free.id}`, { slug: 'used-later' }, { 'if-match': '"1"' }),
    ).toMatchObject({ status: 422, body: { code: 'connector_cycle' } });
    expect(
      (await editor.request('PATCH', `/connectors/${b.id}`, { name: 'B' }, { 'if-match': '"1"' })).status,
    ).toBe(200);
  });

  test('of two that close a cycle together, the later one is refused', async () => {
    const answers = await Promise.all([make('race-a', uses('race-b')), make('race-b', uses('race-a'))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test('a version of a connector that a step names counts as it was', async () => {
    const { id } = (await make('pinned', echo)).body;
    await make('over-pinned', uses('pinned'));
    const definition = {
      graph: { steps: [{ id: 'a', type: 'connector', connector: 'pinned', version: 1, input: {} }] },
    };
    expect((await make('over-old', definition)).status).toBe(201);
    const changed = await editor.request(
      'PATCH',
      `/connectors/${id}`,
      { definition: uses('over-old') },
      { 'if-match': '"1"' },
    );
    expect(changed).toMatchObject({ status: 422, body: { code: 'connector_cycle' } });
    expect(
      await make('far', { graph: { steps: [{ ...definition.graph.steps[0], version: 2 ** 40 }] } }),
    ).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'definition.graph.steps[0].version' }] },
    });
  });

  test('have no slug that could be taken for an id', async () => {
    const { body } = await make('mine', echo);
    expect(await make(body.id, echo)).toMatchObject({ status: 400, body: { errors: [{ path: 'slug' }] } });
  });

  test('are found by slug as well, and a slug is taken once', async () => {
    const made = await editor.request('POST', '/connectors', {
      slug: 'ship',
      name: 'Ship',
      definition: echo,
    });
    expect((await editor.request('GET', '/connectors/ship')).body).toEqual(made.body);
    expect(made.body).toMatchObject({
      type: 'single-step',
      icon: null,
      stats: { executions: 0, averageDurationMs: null },
    });
    const again = await editor.request('POST', '/connectors', {
      slug: 'ship',
      name: 'Ship 2',
      definition: echo,
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'slug_taken' } });
  });

  test('in use are not deleted, and the refusal names what would break, unless forced', async () => {
    const { body } = await editor.request('POST', '/connectors', {
      slug: 'used',
      name: 'Used',
      definition: echo,
    });
    const definition = { graph: { steps: [{ id: 'a', type: 'connector', connector: 'used', input: {} }] } };
    const flow = await editor.request('POST', '/flows', { name: 'Needs it', definition });
    const outer = await editor.request('POST', '/connectors', {
      slug: 'outer',
      name: 'Outer',
      definition: { graph: { steps: [{ id: 'a', type: 'connector', connector: body.id, input: {} }] } },
    });
    const refused = await editor.request('DELETE', `/connectors/${body.id}`, undefined, {
      'if-match': '"1"',
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'connector_in_use' } });
    expect(refused.body.detail).toContain('"Needs it"');
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      flow.body.id,
      outer.body.id,
    ]);
    const forced = await editor.request('DELETE', `/connectors/${body.id}?force`, undefined, {
      'if-match': '"1"',
    });
    expect(forced.status).toBe(204);
  });
});
