import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Least, routeExpectations } from '../api/route-expectations.js';
import { type Answer, type Caller, startTestApi, type TestApi, toAnswer } from '../support/api.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { documentedRoutes, makeThing, type Thing, uniqueName } from '../support/route-world.js';

const ranks: readonly Least[] = ['nobody', 'user', 'viewer', 'editor', 'admin', 'owner'];
const roles = ['viewer', 'editor', 'admin', 'owner'] as const;
const routes = Object.entries(routeExpectations);

describe.each(drivers)('every route over HTTP on $name', (driver) => {
  let opened: TestDatabase;
  let t: TestApi;
  let owner: Caller;
  let stranger: Caller;
  /** The stranger, who names the workspace that isn't theirs. */
  let intruder: Caller;

  beforeAll(async () => {
    opened = await driver.openMigrated();
    t = await startTestApi({ database: opened.database });
    owner = t.as(t.red.users.owner, 'red');
    stranger = t.as(t.blue.users.owner, 'blue');
    intruder = t.as(t.blue.users.owner, 'red');
  });
  afterAll(async () => {
    await t.close();
    await opened.close();
  });

  /** Calls a route as it works, on that thing. */
  function call(caller: Caller, route: string, thing: Thing | undefined): Promise<Answer> {
    const [method = '', path = ''] = route.split(' ');
    const { params = {}, query = '', body, ifMatch, headers } = routeExpectations[route]!;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? thing?.id ?? '');
    return caller.request(method, filled + query, body?.(uniqueName(), thing), {
      ...(ifMatch && thing && { 'if-match': `"${thing.version}"` }),
      ...headers?.(thing),
    });
  }

  const thingFor = async (route: string): Promise<Thing | undefined> => {
    const kind = routeExpectations[route]?.of;
    return kind && (await makeThing(owner, kind));
  };

  /** An answer without what names this request alone. */
  function comparable({ status, headers, body }: Answer) {
    const own = new Set(['x-request-id', 'server-timing', 'date']);
    const rest = typeof body === 'object' && body !== null ? { ...body, requestId: undefined } : body;
    return { status, body: rest, headers: [...headers].filter(([name]) => !own.has(name)) };
  }

  test('has a row in the table of expectations, and every row a route', async () => {
    expect((await documentedRoutes(t)).sort()).toEqual(routes.map(([route]) => route).sort());
  });

  test.each(routes)(
    '%s needs a token, where anybody has to be somebody',
    async (route, { least, answers }) => {
      const anon: Caller = {
        request: async (method, path, body, headers) =>
          toAnswer(
            await t.api.request(`/api/v1${path}`, {
              method,
              headers: { ...headers, 'x-workspace-id': 'red', 'content-type': 'application/json' },
              ...(body !== undefined && { body: JSON.stringify(body) }),
            }),
          ),
      };
      const answer = await call(anon, route, await thingFor(route));
      expect(answer.status).toBe(least === 'nobody' ? answers : 401);
    },
  );

  test.each(routes)(
    '%s answers those who may, and refuses the others by their role',
    async (route, { least, answers }) => {
      for (const role of roles) {
        const may = ranks.indexOf(role) >= ranks.indexOf(least);
        const answer = await call(t.as(t.red.users[role], 'red'), route, await thingFor(route));
        expect(answer.status, `${role}: ${JSON.stringify(answer.body)}`).toBe(may ? answers : 403);
        if (!may) expect(answer.body.code).toBe('forbidden');
      }
    },
  );

  const withThing = routes.filter(([, { of }]) => of !== undefined);
  test.each(withThing)('%s answers a foreign id exactly as one that is nowhere', async (route) => {
    const thing = await thingFor(route);
    const [foreign, missing] = [
      await call(stranger, route, thing),
      await call(stranger, route, { id: randomUUID(), version: thing?.version ?? 1 }),
    ];
    expect(foreign.status).toBe(404);
    expect(comparable(foreign)).toEqual(comparable(missing));
    // It was left alone.
    expect((await call(owner, route, thing)).status).toBe(routeExpectations[route]?.answers);
  });

  const inWorkspace = routes.filter(([, { least }]) => least !== 'nobody' && least !== 'user');
  test.each(inWorkspace)(
    '%s shows and does nothing in a workspace of others, which looks like none',
    async (route) => {
      const thing = await thingFor(route);
      const foreign = await call(intruder, route, thing);
      const missing = await call(t.as(t.blue.users.owner, 'nowhere'), route, thing);
      expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(comparable(foreign)).toEqual(comparable(missing));
      const unnamed = await call(t.as(t.red.users.owner, ''), route, thing);
      expect(unnamed).toMatchObject({ status: 400, body: { code: 'workspace_required' } });
    },
  );

  const lists = inWorkspace.filter(([route, { of }]) => route.startsWith('GET ') && of === undefined);
  test.each(lists)('%s lists nothing of another workspace', async (route) => {
    for (const kind of ['flow', 'connector', 'endedExecution', 'credential', 'key'] as const)
      await makeThing(owner, kind);
    const own = await call(owner, route, undefined);
    expect(own.body.items.length).toBeGreaterThan(0);
    const idOf = ({ id, userId }: { id?: string; userId?: string }) => id ?? userId;
    const ids = new Set(own.body.items.map(idOf));
    const seen = await call(stranger, route, undefined);
    expect(seen.body.items.filter((item: object) => ids.has(idOf(item)))).toEqual([]);
  });
});
