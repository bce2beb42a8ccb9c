import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { HttpPort } from '#engine';
import type { ApiEnv } from '../context.js';
import {
  credentialCreateSchema,
  credentialSchema,
  credentialTestSchema,
  credentialUpdateSchema,
  credentialUseSchema,
} from '../credentials/credential-resources.js';
import type { KeyRing } from '../credentials/key-ring.js';
import type { Database } from '../db/database.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { Problem } from '../problem.js';
import { recordAudit } from '../services/audit.js';
import { credentialUsers } from '../services/credential-users.js';
import {
  createCredential,
  deleteCredential,
  getCredential,
  listCredentials,
  updateCredential,
} from '../services/credentials.js';
import { pageQuery } from '../services/page.js';
import { testCredential } from '../services/test-credential.js';
import { etag, writeTarget } from './if-match.js';
import { idempotencyKeyHeader, once } from './once.js';
import {
  createRoutes,
  forceQuery,
  idParam,
  ifMatchHeader,
  json,
  pageOf,
  problemResponse,
  workspaceSecurity as security,
} from './route-parts.js';

const tags = ['Credentials'];
const path = '/workspace/credentials';
const one = `${path}/{id}` as const;
const found = {
  description: 'The credential without its secrets, with its ETag.',
  content: json(credentialSchema),
};

export interface CredentialRoutesOptions {
  database: Database;
  /** Absent: credentials can be looked at and deleted, and no secret is taken. */
  keys: KeyRing | undefined;
  /** Absent: credentials can't be tested. */
  http: HttpPort | undefined;
}

export function credentialRoutes({ database, keys, http }: CredentialRoutesOptions): OpenAPIHono<ApiEnv> {
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path,
        operationId: 'listCredentials',
        tags,
        security,
        summary: 'The credentials of the workspace, newest change first, without their secrets.',
        request: { query: z.strictObject(pageQuery) },
        responses: {
          200: { description: 'One page.', content: pageOf(credentialSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(
          await database.as(actorOf(c), (tx) => listCredentials(tx, c.get('workspaceId'), query)),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path,
        operationId: 'createCredential',
        tags,
        security,
        summary:
          'Keeps secrets, encrypted. Nobody reads them again: they go into requests to the hosts named here.',
        request: {
          headers: idempotencyKeyHeader,
          body: { required: true, content: json(credentialCreateSchema) },
        },
        responses: { 201: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const ring = required(keys);
        const body = c.req.valid('json');
        const credential = await once(
          c,
          database,
          (tx) => createCredential(tx, ring, c.get('workspaceId'), body),
          { secret: { keys: ring } },
        );
        const headers = { etag: etag(credential), location: `/api/v1${path}/${credential.id}` };
        return c.json(credential, 201, headers);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: one,
        operationId: 'getCredential',
        tags,
        security,
        summary: 'One credential, without its secrets.',
        request: { params: idParam },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const credential = await database.as(actorOf(c), (tx) => getCredential(tx, c.get('workspaceId'), id));
        return c.json(credential, 200, { etag: etag(credential) });
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: one,
        operationId: 'updateCredential',
        tags,
        security,
        summary:
          'Changes what is given. Secrets are replaced all together; a host is added only together with them.',
        request: {
          params: idParam,
          headers: ifMatchHeader,
          body: { required: true, content: json(credentialUpdateSchema) },
        },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const ring = required(keys);
        const target = writeTarget(c, c.req.valid('param').id);
        const body = c.req.valid('json');
        const credential = await database.as(actorOf(c), (tx) => updateCredential(tx, ring, target, body));
        return c.json(credential, 200, { etag: etag(credential) });
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: one,
        operationId: 'deleteCredential',
        tags,
        security,
        summary:
          'Deletes a credential. While flows or connectors name its slot, it answers 409 with their names unless forced.',
        request: {
          params: idParam,
          headers: ifMatchHeader,
          query: forceQuery,
        },
        responses: { 204: { description: 'Deleted.' }, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const target = writeTarget(c, c.req.valid('param').id);
        const { force = false } = c.req.valid('query');
        await database.as(actorOf(c), (tx) => deleteCredential(tx, target, { force }));
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: `${one}/test`,
        operationId: 'testCredential',
        tags,
        security,
        summary:
          'Tries it: fetches its token where it has one, and sends its test request. What is wrong is an answer too.',
        request: { params: idParam },
        responses: {
          200: { description: 'What came of it.', content: json(credentialTestSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const ring = required(keys);
        if (!http)
          throw new Problem('unavailable', 'This server sends no requests, so it tests no credentials.');
        const workspaceId = c.get('workspaceId');
        const { id } = c.req.valid('param');
        const actor = actorOf(c);
        const credential = await database.as(actor, (tx) => getCredential(tx, workspaceId, id));
        const { signal } = c.req.raw;
        const test = await testCredential({ database, keys: ring, http, workspaceId, signal }, credential);
        await database.as(actor, (tx) =>
          recordAudit(tx, {
            workspaceId,
            action: 'credential.tested',
            subjectType: 'credential',
            subjectId: credential.id,
            subjectName: credential.name,
            detail: { ok: test.ok },
          }),
        );
        return c.json(test, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: `${one}/users`,
        operationId: 'listCredentialUsers',
        tags,
        security,
        summary: 'The flows and connectors that name its slot, by name; at most 50.',
        request: { params: idParam },
        responses: {
          200: {
            description: 'Where it is used.',
            content: json(z.object({ items: z.array(credentialUseSchema) })),
          },
          ...problemResponse,
        },
      }),
      async (c) => {
        const workspaceId = c.get('workspaceId');
        const items = await database.as(actorOf(c), async (tx) => {
          const { slot } = await getCredential(tx, workspaceId, c.req.valid('param').id);
          return credentialUsers(tx, workspaceId, slot);
        });
        return c.json({ items }, 200);
      },
    );
}

function required(keys: KeyRing | undefined): KeyRing {
  if (keys) return keys;
  throw new Problem('unavailable', 'This server has no encryption keys, so it takes no secrets.');
}
