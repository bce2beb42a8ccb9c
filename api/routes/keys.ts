import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { createKey, listKeys, revokeKey } from '../services/keys.js';
import { apiKeyCreateSchema, apiKeySchema, createdApiKeySchema } from '../workspace-resources.js';
import {
  createRoutes,
  idParam,
  json,
  problemResponse,
  workspaceSecurity as security,
} from './route-parts.js';

const tags = ['API keys'];
const path = '/workspace/keys';

export function keyRoutes(database: Database): OpenAPIHono<ApiEnv> {
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path,
        operationId: 'listKeys',
        tags,
        security,
        summary: 'The API keys of the workspace, those in force first; at most 500. Needs the role admin.',
        responses: {
          200: {
            description: 'The keys, without their tokens.',
            content: json(z.object({ items: z.array(apiKeySchema) })),
          },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const items = await database.as(actorOf(c), (tx) => listKeys(tx, c.get('workspaceId')));
        return c.json({ items }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path,
        operationId: 'createKey',
        tags,
        security,
        summary: 'Makes an API key. This answer alone holds its token. Needs the role admin.',
        request: { body: { required: true, content: json(apiKeyCreateSchema) } },
        responses: {
          201: { description: 'The key with its token.', content: json(createdApiKeySchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const body = c.req.valid('json');
        return c.json(await database.as(actorOf(c), (tx) => createKey(tx, c.get('workspaceId'), body)), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: `${path}/{id}`,
        operationId: 'revokeKey',
        tags,
        security,
        summary: 'Ends an API key at once and for good; it stays in the list. Needs the role admin.',
        request: { params: idParam },
        responses: { 204: { description: 'Revoked.' }, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const { id } = c.req.valid('param');
        await database.as(actorOf(c), (tx) => revokeKey(tx, c.get('workspaceId'), id));
        return c.body(null, 204);
      },
    );
}
