import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Definition } from '#engine';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import type { DB } from '../db/generated/database-types.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { connectorSchema, flowSchema, versionSchema, versionSummarySchema } from '../resources.js';
import { getConnector, updateConnector } from '../services/connectors.js';
import { getFlow, updateFlow } from '../services/flows.js';
import { pageQuery } from '../services/page.js';
import { getVersion, listVersions, type VersionsOf } from '../services/versions.js';
import { etag, type WriteTarget, writeTarget } from './if-match.js';
import { idempotencyKeyHeader, once } from './once.js';
import {
  createRoutes,
  idOrSlugParam,
  idParam,
  ifMatchHeader,
  json,
  pageOf,
  problemResponse,
  workspaceSecurity as security,
} from './route-parts.js';

/** What has versions: how it is found, and how a new one is saved. */
interface Versioned<Document extends { id: string; version: number }> {
  kind: VersionsOf['kind'];
  path: string;
  /** As in `restoreFlowVersion`. */
  name: string;
  /** A connector may be read by its slug. */
  param: typeof idParam;
  schema: z.ZodType<Document>;
  get(tx: Transaction<DB>, workspaceId: string, id: string): Promise<Document>;
  update(
    tx: Transaction<DB>,
    target: WriteTarget,
    change: { name: string; definition: Definition },
  ): Promise<Document>;
}

const number = z.coerce.number().int().min(1).max(2_147_483_647).meta({ description: 'From 1.' });

export function versionRoutes(database: Database): OpenAPIHono<ApiEnv> {
  const flows = routesOf(database, {
    kind: 'flow',
    path: '/flows',
    name: 'Flow',
    param: idParam,
    schema: flowSchema,
    get: getFlow,
    update: updateFlow,
  });
  const connectors = routesOf(database, {
    kind: 'connector',
    path: '/connectors',
    name: 'Connector',
    param: idOrSlugParam,
    schema: connectorSchema,
    get: getConnector,
    update: updateConnector,
  });
  return createRoutes().route('/', flows).route('/', connectors);
}

function routesOf<Document extends { id: string; version: number }>(
  database: Database,
  { kind, path, name, param, schema, get, update }: Versioned<Document>,
) {
  const tags = [`${name}s`];
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: `${path}/{id}/versions`,
        operationId: `list${name}Versions`,
        tags,
        security,
        summary: `The versions of a ${kind}, the newest first, without their definitions.`,
        request: { params: param, query: z.strictObject(pageQuery) },
        responses: {
          200: { description: 'One page.', content: pageOf(versionSummarySchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const workspaceId = c.get('workspaceId');
        const page = await database.as(actorOf(c), async (tx) => {
          const { id } = await get(tx, workspaceId, c.req.valid('param').id);
          return listVersions(tx, { kind, workspaceId, id }, c.req.valid('query'));
        });
        return c.json(page, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: `${path}/{id}/versions/{version}`,
        operationId: `get${name}Version`,
        tags,
        security,
        summary: `One version of a ${kind}, as it was saved.`,
        request: { params: param.extend({ version: number }) },
        responses: {
          200: { description: 'The version.', content: json(versionSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const workspaceId = c.get('workspaceId');
        const { id: given, version } = c.req.valid('param');
        const found = await database.as(actorOf(c), async (tx) => {
          const { id } = await get(tx, workspaceId, given);
          return getVersion(tx, { kind, workspaceId, id }, version);
        });
        return c.json(found, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: `${path}/{id}/versions/{version}/restore`,
        operationId: `restore${name}Version`,
        tags,
        security,
        summary: `Saves the name and definition of an earlier version as a new one. Refuses with 412 when somebody saved meanwhile.`,
        request: {
          params: idParam.extend({ version: number }),
          headers: ifMatchHeader.extend(idempotencyKeyHeader.shape),
        },
        responses: {
          200: { description: `The ${kind} with its new version, and its ETag.`, content: json(schema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const workspaceId = c.get('workspaceId');
        const { id, version } = c.req.valid('param');
        const target = writeTarget(c, id);
        const restored = await once(c, database, async (tx) => {
          await get(tx, workspaceId, id);
          const { name, definition } = await getVersion(tx, { kind, workspaceId, id }, version);
          return update(tx, target, { name, definition });
        });
        return c.json(restored as never, 200, { etag: etag(restored) }); // it is what the schema says
      },
    );
}
