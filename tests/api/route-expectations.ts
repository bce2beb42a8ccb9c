import { randomUUID } from 'node:crypto';
import { echo } from '../support/definitions.js';
import type { Thing, ThingKind } from '../support/route-world.js';

/** `nobody` needs no token, `user` one of anybody; the others are roles in the workspace, each may what those before it may. */
export type Least = 'nobody' | 'user' | 'viewer' | 'editor' | 'admin' | 'owner';

/** Who may call a route, and how it is called so that it works. */
export interface RouteExpectation {
  /** The least that a caller must be. */
  least: Least;
  /** What it answers to those who may. */
  answers: number;
  /** What the path's `{id}` is of; made anew for each call in the own workspace. */
  of?: ThingKind;
  /** The rest of the path's parameters. */
  params?: Readonly<Record<string, string>>;
  query?: string;
  body?: (unique: string, thing: Thing | undefined) => unknown;
  /** Sends the thing's version in If-Match. */
  ifMatch?: true;
  headers?: (thing: Thing | undefined) => Record<string, string>;
}

const named = (name: string) => ({ name });
const run = { least: 'editor', answers: 202, body: () => ({ input: 1 }) } as const;
const restore = { least: 'editor', answers: 200, params: { version: '1' }, ifMatch: true } as const;

/**
 * Every route of the API. The tests read the routes from the OpenAPI document: one that isn't here fails them. To add
 * a route, add its row; to add a kind of thing, add it to tests/support/route-world.ts.
 */
export const routeExpectations: Readonly<Record<string, RouteExpectation>> = {
  'GET /health': { least: 'nobody', answers: 200 },
  'GET /ready': { least: 'nobody', answers: 200 },
  'GET /sign-in': { least: 'nobody', answers: 200 },
  // Off on this server, so not there for anybody.
  'POST /dev/session': { least: 'nobody', answers: 404 },
  'GET /session': { least: 'user', answers: 200 },

  'GET /connectors': { least: 'viewer', answers: 200 },
  'POST /connectors': {
    least: 'editor',
    answers: 201,
    body: (unique) => ({ slug: unique, name: 'New', definition: echo }),
  },
  'GET /connectors/{id}': { least: 'viewer', answers: 200, of: 'connector' },
  'PATCH /connectors/{id}': { least: 'editor', answers: 200, of: 'connector', body: named, ifMatch: true },
  'DELETE /connectors/{id}': { least: 'editor', answers: 204, of: 'connector', ifMatch: true },
  'POST /connectors/{id}/execute': { ...run, of: 'connector' },
  'GET /connectors/{id}/versions': { least: 'viewer', answers: 200, of: 'connector' },
  'GET /connectors/{id}/versions/{version}': {
    least: 'viewer',
    answers: 200,
    of: 'connector',
    params: { version: '1' },
  },
  'POST /connectors/{id}/versions/{version}/restore': { ...restore, of: 'connector' },

  'POST /connectors/test': { least: 'editor', answers: 200, body: () => ({ definition: echo, input: 1 }) },
  'POST /connectors/import': {
    least: 'editor',
    answers: 200,
    body: () => ({ format: 'curl', source: 'curl https://api.example.com/users' }),
  },

  'GET /flows': { least: 'viewer', answers: 200 },
  'POST /flows': { least: 'editor', answers: 201, body: () => ({ name: 'New', definition: echo }) },
  'GET /flows/{id}': { least: 'viewer', answers: 200, of: 'flow' },
  'PATCH /flows/{id}': { least: 'editor', answers: 200, of: 'flow', body: named, ifMatch: true },
  'DELETE /flows/{id}': { least: 'editor', answers: 204, of: 'flow', ifMatch: true },
  'POST /flows/{id}/execute': { ...run, of: 'flow' },
  'GET /flows/{id}/versions': { least: 'viewer', answers: 200, of: 'flow' },
  'GET /flows/{id}/versions/{version}': {
    least: 'viewer',
    answers: 200,
    of: 'flow',
    params: { version: '1' },
  },
  'POST /flows/{id}/versions/{version}/restore': { ...restore, of: 'flow' },

  'POST /flows/test': { least: 'editor', answers: 200, body: () => ({ definition: echo, input: 1 }) },

  'GET /executions': { least: 'viewer', answers: 200 },
  'GET /executions/{id}': { least: 'viewer', answers: 200, of: 'execution' },
  'POST /executions/{id}/cancel': { least: 'editor', answers: 202, of: 'execution' },
  'POST /executions/{id}/retry': { least: 'editor', answers: 202, of: 'failedExecution', body: () => ({}) },
  'POST /executions/{id}/replay': { least: 'editor', answers: 202, of: 'endedExecution', body: () => ({}) },
  'DELETE /executions/{id}': { least: 'editor', answers: 204, of: 'endedExecution' },
  // Behind the last event of a run that has ended there is nothing to wait for.
  'GET /executions/{id}/events': {
    least: 'viewer',
    answers: 204,
    of: 'endedExecution',
    query: '?after=100000',
  },

  'GET /workspace/members': { least: 'viewer', answers: 200 },
  'POST /workspace/members': {
    least: 'admin',
    answers: 201,
    body: () => ({ userId: randomUUID(), role: 'viewer' }),
  },
  'PATCH /workspace/members/{userId}': {
    least: 'admin',
    answers: 200,
    of: 'member',
    body: () => ({ role: 'editor' }),
  },
  'DELETE /workspace/members/{userId}': { least: 'admin', answers: 204, of: 'member' },
  'GET /workspace/keys': { least: 'admin', answers: 200 },
  'POST /workspace/keys': { least: 'admin', answers: 201, body: (name) => ({ name, scopes: ['read'] }) },
  'DELETE /workspace/keys/{id}': { least: 'admin', answers: 204, of: 'key' },
  'GET /workspace/audit': { least: 'admin', answers: 200 },

  'GET /workspace/credentials': { least: 'viewer', answers: 200 },
  'POST /workspace/credentials': {
    least: 'admin',
    answers: 201,
    body: (unique) => ({
      slot: unique,
      name: 'New',
      type: 'bearer',
      secrets: { token: 'a-secret-token-of-a-bank' },
      hosts: ['api.example.com'],
    }),
  },
  'GET /workspace/credentials/{id}': { least: 'viewer', answers: 200, of: 'credential' },
  'GET /workspace/credentials/{id}/users': { least: 'viewer', answers: 200, of: 'credential' },
  'PATCH /workspace/credentials/{id}': {
    least: 'admin',
    answers: 200,
    of: 'credential',
    body: named,
    ifMatch: true,
  },
  'DELETE /workspace/credentials/{id}': { least: 'admin', answers: 204, of: 'credential', ifMatch: true },
  // This one has no request to test it by.
  'POST /workspace/credentials/{id}/test': { least: 'editor', answers: 400, of: 'credential' },
  'POST /workspace/credentials/oauth/start': {
    least: 'admin',
    answers: 200,
    of: 'token',
    body: (_, thing) => ({ credentialId: thing?.id }),
  },
  // What it is called with is what signs in: see the tests of connections.
  'GET /oauth/callback': { least: 'nobody', answers: 400 },
};
