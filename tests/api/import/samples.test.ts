import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { validateGraph } from '#engine';
import { credentialCreateSchema } from '../../../api/credentials/credential-resources.js';
import type { ConnectorDraft, ImportRequest } from '../../../api/import/import-resources.js';
import { importSource } from '../../../api/import/import-source.js';
import { type Caller, startTestApi, type TestApi } from '../../support/api.js';
import { sampleSecrets, samples } from '../../support/import-samples.js';
import { findsSecret } from '../../support/secret-finder.js';

const formats = Object.keys(samples) as ImportRequest['format'][]; // the record has exactly these

function draftsOf(format: ImportRequest['format']): ConnectorDraft[] {
  return importSource({ format, source: samples[format] }).drafts;
}

function requestOf(draft: ConnectorDraft | undefined) {
  const step = draft?.definition.graph.steps[0];
  if (step?.type !== 'http') throw new Error('the draft has no http step');
  return step.request;
}

function inputsOf(draft: ConnectorDraft | undefined) {
  // biome-ignore lint/suspicious/noExplicitAny: the test asserts the shape
  return (draft?.definition.inputSchema?.properties ?? {}) as any;
}

describe.each(formats)('a sample of %s', (format) => {
  test('gives graphs without a problem, whose slots are all told', () => {
    for (const { definition, slots } of draftsOf(format)) {
      const { graph, inputSchema, permissions } = definition;
      const context = { inputSchema, permissions, slots: slots.map(({ slot }) => slot) };
      expect(validateGraph(graph, context)).toEqual([]);
    }
  });

  test('gives nothing in which a secret of it stands, in whatever encoding', () => {
    const text = JSON.stringify(importSource({ format, source: samples[format] }));
    for (const secret of Object.values(sampleSecrets)) expect(findsSecret(text, secret)).toBe(false);
  });

  test('has secrets that would be found', () => {
    expect(Object.values(sampleSecrets).some((secret) => findsSecret(samples[format], secret))).toBe(true);
  });
});

describe('curl', () => {
  test('query parameters and fields of the body become inputs with their values', () => {
    const [order] = draftsOf('curl');
    expect(requestOf(order)).toMatchObject({
      method: 'POST',
      url: 'https://api.shop.example/v2/orders/8412',
      query: { notify: '{{input.notify}}' },
      headers: { Accept: 'application/json' },
      auth: { type: 'credential', slot: 'shop' },
      body: { type: 'json', value: { customer: { email: '{{input.email}}', vip: '{{input.vip}}' } } },
    });
    expect(inputsOf(order)).toMatchObject({
      notify: { default: 'true' },
      email: { default: 'ada@example.com' },
      vip: { type: 'boolean', default: false },
      lines: { type: 'array', default: [{ sku: 'LMP-01', quantity: 2 }] },
    });
  });

  test('secrets become slots where the API is known by them, and inputs without a default elsewhere', () => {
    const [order, hook] = draftsOf('curl');
    expect(order?.slots).toEqual([
      { slot: 'shop', type: 'bearer', settings: {}, hosts: ['api.shop.example'] },
      {
        slot: 'api_key',
        type: 'api_key',
        settings: { in: 'query', name: 'api_key' },
        hosts: ['api.shop.example'],
      },
    ]);
    for (const name of ['X_Trace', 'password', 'stripe'])
      expect(inputsOf(order)[name]).not.toHaveProperty('default');
    expect(hook?.slots.map(({ type }) => type)).toEqual(['basic']);
    expect(requestOf(hook)).toMatchObject({
      url: 'https://hooks.shop.example/services/T01/:key',
      path: { key: '{{input.key}}' },
    });
  });

  test('what is not carried over is told', () => {
    const notes = draftsOf('curl').map((draft) => draft.notes.join('\n'));
    expect(notes[0]).toMatch(/Cookies were left out/);
    expect(notes[0]).toMatch(/certificates are always checked/);
    expect(notes[1]).toMatch(/A file of the body was left out/);
  });
});

describe('OpenAPI', () => {
  test('3.0 becomes JSON Schema 2020-12, with parameters of the path and references written out', () => {
    const [get, send, print] = draftsOf('openapi');
    expect(requestOf(get)).toMatchObject({
      url: 'https://eu.parcels.example/v1/parcels/:parcelId',
      path: { parcelId: '{{input.parcelId}}' },
      query: { fields: '{{input.fields | default(null)}}', limit: '{{input.limit}}' },
      headers: { 'X-Client': '{{input.X_Client}}' },
    });
    expect(inputsOf(get)).toMatchObject({
      fields: { type: ['string', 'null'] },
      limit: { exclusiveMinimum: 0, default: 20 },
    });
    expect(inputsOf(get).limit).not.toHaveProperty('minimum');
    expect(inputsOf(send).body.properties).toMatchObject({
      weight: { exclusiveMinimum: 0 },
      inside: { type: 'array', items: {} },
      elsewhere: {},
    });
    expect(get?.definition.outputSchema).toMatchObject({ properties: { weight: { type: 'number' } } });
    expect(requestOf(print).body).toMatchObject({ type: 'form', fields: { parcel: '{{input.parcel}}' } });
    expect(send?.notes.join()).toMatch(/holds itself.*in another document/s);
  });

  test('security schemes become slots of the types that credentials have', () => {
    expect(draftsOf('openapi').flatMap(({ slots }) => slots)).toEqual([
      { slot: 'token', type: 'bearer', settings: {}, hosts: ['eu.parcels.example'] },
      {
        slot: 'key',
        type: 'api_key',
        settings: { in: 'header', name: 'X-Parcels-Key' },
        hosts: ['eu.parcels.example'],
      },
      {
        slot: 'oauth',
        type: 'oauth2_client_credentials',
        settings: { tokenEndpoint: 'https://login.parcels.example/token', scopes: 'labels:write' },
        hosts: ['eu.parcels.example'],
      },
    ]);
  });

  test('no more than 200 operations are imported, and the rest is told', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 230 }, (_, index) => [`/things/${index}`, { get: {} }]),
    );
    const source = JSON.stringify({ openapi: '3.1.0', servers: [{ url: 'https://a.example' }], paths });
    const { drafts, notes } = importSource({ format: 'openapi', source });
    expect(drafts).toHaveLength(200);
    expect(new Set(drafts.map(({ slug }) => slug)).size).toBe(200);
    expect(notes).toEqual([expect.stringContaining('230 operations')]);
  });

  test('references that multiply are cut, however many they would be', () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => {
        const next = { $ref: `#/components/schemas/S${level + 1}` };
        return [
          `S${level}`,
          {
            type: 'object',
            properties: Object.fromEntries('abcdefghij'.split('').map((key) => [key, next])),
          },
        ];
      }),
    );
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } };
    const source = JSON.stringify({
      openapi: '3.1.0',
      servers: [{ url: 'https://a.example' }],
      paths: { '/a': { post: { requestBody: { content } } } },
      components: { schemas },
    });
    const [draft] = importSource({ format: 'openapi', source }).drafts;
    expect(draft?.notes.join()).toMatch(/too large/);
    expect(JSON.stringify(draft).length).toBeLessThan(900_000);
  });
});

describe('Postman', () => {
  test('variables, folders and authentication are taken from where they are written', () => {
    const [find, sign, search, upload] = draftsOf('postman');
    expect(requestOf(find)).toEqual({
      method: 'GET',
      url: 'https://shop.example:8443/api/users/:userId',
      path: { userId: '{{input.userId}}' },
      query: { expand: '{{input.expand}}' },
      headers: { 'X-Tenant': '{{input.tenant}}' },
      auth: { type: 'credential', slot: 'shop' },
    });
    expect(find?.slots[0]).toMatchObject({ type: 'bearer', hosts: ['shop.example:8443'] });
    expect(sign?.slots[0]).toMatchObject({ type: 'api_key', settings: { in: 'header', name: 'X-Shop-Key' } });
    expect(requestOf(sign).body).toMatchObject({ value: { plan: '{{input.plan}}', name: '{{input.name}}' } });
    expect(search?.slots).toEqual([]);
    expect(requestOf(search).body).toMatchObject({ type: 'graphql', variables: { text: '{{input.text}}' } });
    expect(requestOf(upload).body).toEqual({ type: 'multipart', fields: { title: '{{input.title}}' } });
    expect(upload?.notes.join()).toMatch(/authentication \(hawk\) was left out/);
  });
});

describe('HAR', () => {
  test('API calls are kept once for each method and path, and the rest is told', () => {
    const { drafts, notes } = importSource({ format: 'har', source: samples.har });
    expect(drafts.map(({ name }) => name)).toEqual(['GET /api/items', 'POST /api/items']);
    expect(notes).toEqual([
      '2 of 5 requests were left out: pages, pictures, scripts and the like.',
      'Requests were left out whose method and path came before: 1.',
    ]);
    expect(requestOf(drafts[0])).not.toHaveProperty('headers');
  });

  test('a key of one request is no default of another field', () => {
    expect(inputsOf(draftsOf('har')[1]).copyOf).not.toHaveProperty('default');
    expect(inputsOf(draftsOf('har')[1]).price).toMatchObject({ default: 49.9 });
  });
});

describe('saved', () => {
  let t: TestApi;
  let editor: Caller;
  beforeAll(async () => {
    t = await startTestApi();
    editor = t.as(t.red.users.editor, 'red');
  });
  afterAll(() => t.close());

  test.each(formats)('every draft of %s is what the API takes as a new connector', async (format) => {
    const answer = await editor.request('POST', '/connectors/import', { format, source: samples[format] });
    expect(answer.status).toBe(200);
    expect(answer.body.drafts.length).toBeGreaterThan(1);
    for (const [index, { slots, notes, slug, ...draft }] of answer.body.drafts.entries()) {
      const saved = await editor.request('POST', '/connectors', { ...draft, slug: `${format}-${index}` });
      expect(saved.status).toBe(201);
      expect(Array.isArray(notes) && typeof slug === 'string').toBe(true);
      for (const { slot, hosts } of slots)
        expect(
          credentialCreateSchema.pick({ slot: true, hosts: true }).safeParse({ slot, hosts }).success,
        ).toBe(true);
    }
  });
});
