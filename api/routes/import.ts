import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '../context.js';
import { importResultSchema, importSchema } from '../import/import-resources.js';
import { importSource } from '../import/import-source.js';
import { requireRole } from '../middleware/sign-in.js';
import { createRoutes, json, problemResponse, workspaceSecurity as security } from './route-parts.js';

export function importRoutes(): OpenAPIHono<ApiEnv> {
  return createRoutes().openapi(
    createRoute({
      method: 'post',
      path: '/connectors/import',
      operationId: 'importConnectors',
      tags: ['Connectors'],
      security,
      summary:
        'Makes drafts of connectors of curl, OpenAPI, Postman or HAR, without their secrets. Saves nothing.',
      request: { body: { required: true, content: json(importSchema) } },
      responses: {
        200: { description: 'The drafts.', content: json(importResultSchema) },
        ...problemResponse,
      },
    }),
    (c) => {
      requireRole(c, 'editor');
      return c.json(importSource(c.req.valid('json')), 200);
    },
  );
}
