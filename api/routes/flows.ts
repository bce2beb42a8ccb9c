import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import type { DB } from '../db/generated/database-types.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import {
  executeSchema,
  executionSchema,
  flowCreateSchema,
  flowSchema,
  flowUpdateSchema,
} from '../resources.js';
import { createFlow, deleteFlow, getFlow, listFlows, updateFlow } from '../services/flows.js';
import { pageQuery } from '../services/page.js';
import { startExecution } from '../services/start-execution.js';
import { answerExecution, triggerOf, waitForEnd } from './answer-execution.js';
import { etag, writeTarget } from './if-match.js';
import { idempotencyKeyHeader, once } from './once.js';
import {
  createRoutes,
  idParam,
  ifMatchHeader,
  json,
  pageOf,
  problemResponse,
  type StartRoutesOptions,
  searchQuery,
  workspaceSecurity as security,
} from './route-parts.js';

const tags = ['Flows'];
const found = { description: 'The flow, with its ETag.', content: json(flowSchema) };

export function flowRoutes(options: StartRoutesOptions): OpenAPIHono<ApiEnv> {
  const { database, steps } = options;
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/flows',
        operationId: 'listFlows',
        tags,
        security,
        summary: 'The flows of the workspace, newest change first.',
        request: { query: z.strictObject({ q: searchQuery, ...pageQuery }) },
        responses: { 200: { description: 'One page.', content: pageOf(flowSchema) }, ...problemResponse },
      }),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(await database.as(actorOf(c), (tx) => listFlows(tx, c.get('workspaceId'), query)), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/flows',
        operationId: 'createFlow',
        tags,
        security,
        summary: 'Saves a new flow as its version 1. It may be unfinished; it is checked when it runs.',
        request: { headers: idempotencyKeyHeader, body: { required: true, content: json(flowCreateSchema) } },
        responses: { 201: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const body = c.req.valid('json');
        const flow = await once(c, database, (tx) => createFlow(tx, c.get('workspaceId'), body));
        return c.json(flow, 201, { etag: etag(flow), location: `/api/v1/flows/${flow.id}` });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/flows/{id}',
        operationId: 'getFlow',
        tags,
        security,
        summary: 'One flow.',
        request: { params: idParam },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const flow = await database.as(actorOf(c), (tx) => getFlow(tx, c.get('workspaceId'), id));
        return c.json(flow, 200, { etag: etag(flow) });
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/flows/{id}',
        operationId: 'updateFlow',
        tags,
        security,
        summary:
          'Saves a new version; fields that are left out stay. Refuses with 412 when somebody saved meanwhile.',
        request: {
          params: idParam,
          headers: ifMatchHeader,
          body: { required: true, content: json(flowUpdateSchema) },
        },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const target = writeTarget(c, c.req.valid('param').id);
        const body = c.req.valid('json');
        const flow = await database.as(actorOf(c), (tx) => updateFlow(tx, target, body));
        return c.json(flow, 200, { etag: etag(flow) });
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/flows/{id}',
        operationId: 'deleteFlow',
        tags,
        security,
        summary: 'Deletes a flow; its executions stay.',
        request: { params: idParam, headers: ifMatchHeader },
        responses: { 204: { description: 'Deleted.' }, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const target = writeTarget(c, c.req.valid('param').id);
        await database.as(actorOf(c), (tx) => deleteFlow(tx, target));
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/flows/{id}/execute',
        operationId: 'executeFlow',
        tags,
        security,
        summary: 'Starts a run of the newest version. With `wait` it answers 200 if the run ended in time.',
        request: {
          params: idParam,
          headers: idempotencyKeyHeader,
          body: { required: true, content: json(executeSchema) },
        },
        responses: {
          200: { description: 'The finished run.', content: json(executionSchema) },
          202: {
            description: 'The run as it stands; follow it at Location.',
            content: json(executionSchema),
          },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const { id } = c.req.valid('param');
        const { input, wait } = c.req.valid('json');
        const workspaceId = c.get('workspaceId');
        const start = async (tx: Transaction<DB>) => {
          const { id: flowId, definition } = await getFlow(tx, workspaceId, id);
          const trigger = triggerOf(c);
          return startExecution(tx, { workspaceId, flowId, definition, input, trigger, steps });
        };
        const finish = waitForEnd(c, options, wait);
        return answerExecution(c, await once(c, database, start, { finish }));
      },
    );
}
