import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import { service } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { Problem } from '../problem.js';
import { createRoutes, json, problemResponse } from './route-parts.js';

const tags = ['Status'];
const statusSchema = z.object({ status: z.literal('ok') });

export function statusRoutes(database: Database): OpenAPIHono<ApiEnv> {
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/health',
        operationId: 'getHealth',
        tags,
        summary: 'The process answers.',
        responses: { 200: { description: 'It does.', content: json(statusSchema) } },
      }),
      (c) => c.json({ status: 'ok' as const }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/ready',
        operationId: 'getReady',
        tags,
        summary: 'The database answers too; 503 until it does.',
        responses: { 200: { description: 'It does.', content: json(statusSchema) }, ...problemResponse },
      }),
      async (c) => {
        await database
          .as(service, (tx) => sql`select 1`.execute(tx))
          .catch((cause: unknown) => {
            throw new Problem('unavailable', 'The database does not answer.', { cause });
          });
        return c.json({ status: 'ok' as const }, 200);
      },
    );
}
