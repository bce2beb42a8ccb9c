import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { listAudit } from '../services/audit.js';
import { pageQuery } from '../services/page.js';
import { auditEntrySchema } from '../workspace-resources.js';
import {
  createRoutes,
  pageOf,
  problemResponse,
  workspaceSecurity as security,
  shortText,
} from './route-parts.js';

const filter = (description: string) => shortText.optional().meta({ description });

export function auditRoutes(database: Database): OpenAPIHono<ApiEnv> {
  return createRoutes().openapi(
    createRoute({
      method: 'get',
      path: '/workspace/audit',
      operationId: 'listAudit',
      tags: ['Audit'],
      security,
      summary: 'Who did what in the workspace, the newest first. Needs the role admin.',
      request: {
        query: z.strictObject({
          subjectType: filter('As in `flow`, `connector`, `credential`, `member`, `key`, `execution`.'),
          subjectId: filter('The id of what was changed.'),
          action: filter('As in `flow.updated`.'),
          actorId: z.uuid().optional().meta({ description: 'The id of a user or an API key.' }),
          ...pageQuery,
        }),
      },
      responses: {
        200: { description: 'One page.', content: pageOf(auditEntrySchema) },
        ...problemResponse,
      },
    }),
    async (c) => {
      requireRole(c, 'admin');
      const query = c.req.valid('query');
      return c.json(await database.as(actorOf(c), (tx) => listAudit(tx, c.get('workspaceId'), query)), 200);
    },
  );
}
