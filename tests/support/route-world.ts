import { randomUUID } from 'node:crypto';
import type { Caller, TestApi } from './api.js';
import { echo } from './definitions.js';

/** What routes are about, by the id in their paths. */
export type ThingKind =
  | 'flow'
  | 'connector'
  | 'execution'
  | 'endedExecution'
  | 'failedExecution'
  | 'token'
  | 'credential'
  | 'member'
  | 'key';

export interface Thing {
  id: string;
  version: number;
}

/** A run that waits for ten minutes. */
const waits = { graph: { steps: [{ id: 'pause', type: 'wait', for: { seconds: 600 } }] } };

/** A loop over what is no list. */
const fails = {
  graph: {
    steps: [{ id: 'all', type: 'transform', output: { got: '{{item}}' }, forEach: { items: '{{input}}' } }],
  },
};

/** Makes a new thing of that kind in the owner's workspace. */
export async function makeThing(owner: Caller, kind: ThingKind): Promise<Thing> {
  const answer = await makers[kind](owner);
  if (answer.status >= 300) throw new Error(`A ${kind} could not be made: ${JSON.stringify(answer.body)}`);
  return { id: answer.body.id ?? answer.body.userId, version: answer.body.version ?? 1 };
}

const makers: Record<ThingKind, (owner: Caller) => ReturnType<Caller['request']>> = {
  flow: (owner) => owner.request('POST', '/flows', { name: 'Secret plan', definition: echo }),
  connector: (owner) =>
    owner.request('POST', '/connectors', { slug: uniqueName(), name: 'Secret', definition: echo }),
  execution: (owner) => runOf(owner, waits, 0),
  endedExecution: (owner) => runOf(owner, echo, 20),
  failedExecution: (owner) => runOf(owner, fails, 20),
  credential: (owner) =>
    owner.request('POST', '/workspace/credentials', {
      slot: uniqueName(),
      name: 'Secret',
      type: 'bearer',
      secrets: { token: 'a-secret-token-of-a-bank' },
      hosts: ['api.example.com'],
    }),
  token: (owner) =>
    owner.request('POST', '/workspace/credentials', {
      slot: uniqueName(),
      name: 'Secret',
      type: 'oauth2_authorization_code',
      settings: {
        authorizationEndpoint: 'https://auth.example.com/authorize',
        tokenEndpoint: 'https://auth.example.com/token',
        clientId: 'client',
        clientAuth: 'basic',
      },
      secrets: { clientSecret: 'a-secret-of-a-client' },
      hosts: ['api.example.com'],
    }),
  member: (owner) => owner.request('POST', '/workspace/members', { userId: randomUUID(), role: 'viewer' }),
  key: (owner) => owner.request('POST', '/workspace/keys', { name: 'Secret', scopes: ['read'] }),
};

async function runOf(owner: Caller, definition: unknown, wait: number) {
  const flow = await owner.request('POST', '/flows', { name: 'Secret plan', definition });
  return owner.request('POST', `/flows/${flow.body.id}/execute`, { input: 1, wait });
}

/** Fits slugs and slots. */
export function uniqueName(): string {
  return `x${randomUUID().replaceAll('-', '').slice(0, 20)}`;
}

/** The API's operations by its own OpenAPI document, as `GET /flows/{id}`. */
export async function documentedRoutes({ api }: Pick<TestApi, 'api'>): Promise<string[]> {
  const response = await api.request('/api/v1/openapi.json');
  // The test of the document holds it to this form.
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
  );
}
