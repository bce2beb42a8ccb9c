import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import type { DB } from '../db/generated/database-types.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import {
  connectorCreateSchema,
  connectorSchema,
  connectorUpdateSchema,
  executeSchema,
  executionSchema,
} from '../resources.js';
import {
  createConnector,
  deleteConnector,
  getConnector,
  listConnectors,
  updateConnector,
} from '../services/connectors.js';
import { pageQuery } from '../services/page.js';
import { startExecution } from '../services/start-execution.js';
import { answerExecution, triggerOf, waitForEnd } from './answer-execution.js';
import { etag, writeTarget } from './if-match.js';
import { idempotencyKeyHeader, once } from './once.js';
import {
  createRoutes,
  forceQuery,
  idOrSlugParam,
  idParam,
  ifMatchHeader,
  json,
  pageOf,
  problemResponse,
  type StartRoutesOptions,
  searchQuery,
  workspaceSecurity as security,
} from './route-parts.js';

const tags = ['Connectors'];
const found = { description: 'The connector, with its ETag.', content: json(connectorSchema) };

export function connectorRoutes(options: StartRoutesOptions): OpenAPIHono<ApiEnv> {
  const { database, steps } = options;
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/connectors',
        operationId: 'listConnectors',
        tags,
        security,
        summary: 'The connectors of the workspace, newest change first.',
        request: { query: z.strictObject({ q: searchQuery, ...pageQuery }) },
        responses: {
          200: { description: 'One page.', content: pageOf(connectorSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(
          await database.as(actorOf(c), (tx) => listConnectors(tx, c.get('workspaceId'), query)),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/connectors',
        operationId: 'createConnector',
        tags,
        security,
        summary: 'Saves a new connector as its version 1. It may be unfinished; it is checked when it runs.',
        request: {
          headers: idempotencyKeyHeader,
          body: { required: true, content: json(connectorCreateSchema) },
        },
        responses: { 201: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const body = c.req.valid('json');
        const connector = await once(c, database, (tx) => createConnector(tx, c.get('workspaceId'), body));
        return c.json(connector, 201, {
          etag: etag(connector),
          location: `/api/v1/connectors/${connector.id}`,
        });
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/connectors/{id}',
        operationId: 'getConnector',
        tags,
        security,
        summary: 'One connector, by id or slug.',
        request: { params: idOrSlugParam },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        const connector = await database.as(actorOf(c), (tx) => getConnector(tx, c.get('workspaceId'), id));
        return c.json(connector, 200, { etag: etag(connector) });
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/connectors/{id}',
        operationId: 'updateConnector',
        tags,
        security,
        summary:
          'Saves a new version; fields that are left out stay. Refuses with 412 when somebody saved meanwhile.',
        request: {
          params: idParam,
          headers: ifMatchHeader,
          body: { required: true, content: json(connectorUpdateSchema) },
        },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const target = writeTarget(c, c.req.valid('param').id);
        const body = c.req.valid('json');
        const connector = await database.as(actorOf(c), (tx) => updateConnector(tx, target, body));
        return c.json(connector, 200, { etag: etag(connector) });
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/connectors/{id}',
        operationId: 'deleteConnector',
        tags,
        security,
        summary:
          'Deletes a connector. While flows or connectors run it, it answers 409 with their names unless forced.',
        request: {
          params: idParam,
          headers: ifMatchHeader,
          query: forceQuery,
        },
        responses: { 204: { description: 'Deleted.' }, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const target = writeTarget(c, c.req.valid('param').id);
        const { force = false } = c.req.valid('query');
        await database.as(actorOf(c), (tx) => deleteConnector(tx, target, { force }));
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/connectors/{id}/execute',
        operationId: 'executeConnector',
        tags,
        security,
        summary: 'Starts a run of the newest version. With `wait` it answers 200 if the run ended in time.',
        request: {
          params: idOrSlugParam,
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
          const { id: connectorId, definition } = await getConnector(tx, workspaceId, id);
          const trigger = triggerOf(c);
          return startExecution(tx, { workspaceId, connectorId, definition, input, trigger, steps });
        };
        const finish = waitForEnd(c, options, wait);
        return answerExecution(c, await once(c, database, start, { finish }));
      },
    );
}
