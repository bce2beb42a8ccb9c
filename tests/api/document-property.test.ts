import { Validator } from '@cfworker/json-schema';
import { Validator as OpenApiValidator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { signToken, startTestApi, type TestApi } from '../support/api.js';
import { documentedRoutes, makeThing } from '../support/route-world.js';
import { fromSchema, type JsonSchema, spoiled } from '../support/schema-arbitrary.js';
import { wellFormed } from '../support/secret-encoders.js';
import { type RouteExpectation, routeExpectations } from './route-expectations.js';

interface Content {
  content?: Record<string, { schema: JsonSchema }>;
}
interface Operation {
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[];
  requestBody?: Content & { required: boolean };
  responses: Record<string, Content>;
}
interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
}

const RUNS = Number(process.env.FC_RUNS ?? 40);
const seed = Number(process.env.FC_SEED ?? 4_310);
const t: TestApi = await startTestApi();
afterAll(() => t.close());
const document = (await (await t.api.request('/api/v1/openapi.json')).json()) as ApiDocument; // held to this by the first test
const routes = await documentedRoutes(t);

/** Ids of things that a route is about; of anything where it is about nothing. */
async function idsFor(route: string): Promise<string[]> {
  const owner = t.as(t.red.users.owner, 'red');
  const kind = routeExpectations[route]?.of;
  if (!kind) return [(await makeThing(owner, 'flow')).id];
  const things = await Promise.all([1, 2, 3, 4].map(() => makeThing(owner, kind)));
  return things.map(({ id }) => id);
}

const resolve = (reference: string): JsonSchema =>
  document.components.schemas[reference.split('/').pop() ?? ''] ?? {};
const validators = new Map<JsonSchema, Validator>();

function problemsOf(schema: JsonSchema, value: unknown): string[] {
  const validator =
    validators.get(schema) ??
    // Its library's type for schemas is narrower than JSON; the document's were written by zod.
    new Validator(
      { ...schema, components: document.components } as ConstructorParameters<typeof Validator>[0],
      '2020-12',
    );
  validators.set(schema, validator);
  const { valid, errors } = validator.validate(value);
  return valid ? [] : errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
}

interface Call {
  user: string;
  parameters: Record<string, string | undefined>;
  body: unknown;
}

/** Calls of an operation: as its schemas say mostly, and out of shape sometimes. */
function callsOf(
  { parameters = [], requestBody }: Operation,
  ids: readonly string[],
  works: RouteExpectation['body'],
): fc.Arbitrary<Call> {
  const bodySchema = requestBody?.content?.['application/json']?.schema;
  const body = bodySchema ? fromSchema(bodySchema, { resolve }).map(shortWait) : fc.constant(undefined);
  const values = parameters.map(({ name, in: place, required, schema }) => {
    const fitting = fromSchema(schema, { resolve }).map(String);
    const own =
      name === 'if-match'
        ? fc.oneof({ weight: 4, arbitrary: fc.constant('"1"') }, fc.constantFrom('"2"', '"7"', 'W/"1"', 'x'))
        : fc.oneof(
            { weight: 4, arbitrary: name === 'id' || name === 'userId' ? fc.constantFrom(...ids) : fitting },
            { weight: name === 'version' ? 4 : 0, arbitrary: fc.constant('1') },
            fc.string({ maxLength: 20 }),
          );
    const value = place === 'header' ? own.map((text) => text.replace(/[^\x20-\x7e]/g, '').trim()) : own;
    return [
      name,
      required ? value.filter((text) => text !== '') : fc.option(value, { nil: undefined }),
    ] as const;
  });
  return fc.record({
    user: fc.constantFrom('viewer', 'editor', 'admin', 'owner', 'owner', 'stranger', 'nobody'),
    parameters: fc.record(Object.fromEntries(values)) as fc.Arbitrary<Record<string, string | undefined>>, // of strings
    body: bodySchema
      ? fc.oneof(
          { weight: 3, arbitrary: body },
          // What the schema can't say, such as that hosts are added together with secrets, holds for this one.
          {
            weight: 2,
            arbitrary: works
              ? fc
                  .tuple(fc.nat(), fc.constantFrom(...ids))
                  .map(([unique, id]) => works(`x${unique}`, { id, version: 1 }))
              : body,
          },
          { weight: 2, arbitrary: spoiled(body) },
        )
      : fc.constant(undefined),
  });
}

/** Nobody waits for runs here. */
function shortWait(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'wait' in body ? { ...body, wait: 0 } : body;
}

async function send(route: string, { parameters = [] }: Operation, call: Call): Promise<Response> {
  const [method = '', template = ''] = route.split(' ');
  const query = new URLSearchParams();
  const headers = new Headers({ 'x-workspace-id': call.user === 'stranger' ? 'blue' : 'red' });
  let path = template;
  for (const { name, in: place } of parameters) {
    const value = call.parameters[name];
    if (value === undefined) continue;
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(wellFormed(value)));
    else if (place === 'query') query.set(name, value);
    else headers.set(name, value);
  }
  if (call.user !== 'nobody') {
    const { [call.user]: sub = t.blue.users.owner } = t.red.users as Record<string, string>; // by the name of a role
    headers.set('authorization', `Bearer ${await signToken({ sub })}`);
  }
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const search = query.size > 0 ? `?${query}` : '';
  return t.api.request(`/api/v1${path}${search}`, { method, headers, ...(body !== undefined && { body }) });
}

/** What of an answer isn't as the document says. */
async function faultsOf({ responses }: Operation, response: Response): Promise<string[]> {
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const documented = responses[String(response.status)] ?? (response.ok ? undefined : responses.default);
  if (response.status >= 500) return [`${response.status}: ${await response.text()}`];
  if (!documented) return [`${response.status} is not documented`];
  if (type === 'text/event-stream') {
    await response.body?.cancel();
    return documented.content?.[type] ? [] : ['an event stream is not documented'];
  }
  const text = await response.text();
  if (!documented.content) return text === '' ? [] : [`a body where none is documented: ${text}`];
  const schema = documented.content[type]?.schema;
  if (!schema) return [`${type} is not documented for ${response.status}`];
  return type === 'text/html' ? [] : problemsOf(schema, JSON.parse(text));
}

describe('the OpenAPI document', () => {
  test('is valid for a validator that is not ours', async () => {
    const result = await new OpenApiValidator().validate({ ...structuredClone(document) });
    expect(result).toMatchObject({ valid: true });
    const broken = { ...structuredClone(document), paths: { flows: {} } };
    expect(await new OpenApiValidator().validate(broken)).toMatchObject({ valid: false });
  });

  test('the check of answers finds what is wrong, so that it can fail', async () => {
    const operation = document.paths['/api/v1/flows']?.get;
    if (!operation) throw new Error('GET /flows is not documented');
    const answer = (body: unknown, init: ResponseInit = {}) => faultsOf(operation, Response.json(body, init));
    expect(await answer({ items: [], nextCursor: null })).toEqual([]);
    expect(await answer({ items: [{ id: 1 }], nextCursor: null })).not.toEqual([]);
    expect(await answer({ items: [] })).not.toEqual([]);
    expect(await answer({}, { status: 201 })).toEqual(['201 is not documented']);
    expect(await answer({}, { status: 404 })).not.toEqual([]);
    expect(await answer({}, { status: 500 })).not.toEqual([]);
  });
});

describe(`calls made from the document are answered as it says (seed ${seed})`, () => {
  test.each(routes)(
    '%s',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase()];
      if (!operation) throw new Error(`${route} is not in the document`);
      const ids = await idsFor(route);
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(callsOf(operation, ids, routeExpectations[route]?.body), async (call) => {
          const response = await send(route, operation, call);
          seen.add(response.status);
          expect(await faultsOf(operation, response), `${response.status}`).toEqual([]);
        }),
        { seed, numRuns: RUNS },
      );
      // Calls that were all refused would prove little.
      if ((routeExpectations[route]?.answers ?? 0) < 300)
        expect(
          [...seen].some((status) => status < 300),
          [...seen].join(),
        ).toBe(true);
    },
    60_000,
  );
});
