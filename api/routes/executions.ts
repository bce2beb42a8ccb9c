import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { Problem } from '../problem.js';
import {
  executionSchema,
  executionStatusSchema,
  executionSummarySchema,
  replaySchema,
  retrySchema,
} from '../resources.js';
import { followEvents } from '../runtime/follow-events.js';
import type { HostSteps } from '../runtime/host-steps.js';
import { requestCancel } from '../runtime/request-cancel.js';
import { deleteExecution, getExecution, isFinished, listExecutions } from '../services/executions.js';
import { pageQuery } from '../services/page.js';
import { replayExecution, retryExecution } from '../services/repeat-execution.js';
import { locationOf, triggerOf } from './answer-execution.js';
import { eventStreamResponse } from './event-stream-response.js';
import { idempotencyKeyHeader, once } from './once.js';
import {
  createRoutes,
  idParam,
  json,
  pageOf,
  problemResponse,
  type StartRoutesOptions,
  workspaceSecurity as security,
} from './route-parts.js';

const tags = ['Executions'];
const MAX_SEQ = 2_147_483_647;
const found = { description: 'The run.', content: json(executionSchema) };
const instant = z.iso.datetime({ offset: true });
const queued = {
  202: {
    description: 'The new run, with its address in `location`.',
    content: json(executionSchema),
  },
  ...problemResponse,
};
const seq = z.coerce.number().int().min(0).max(MAX_SEQ);

export function executionRoutes({ database, steps, closing }: StartRoutesOptions): OpenAPIHono<ApiEnv> {
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/executions',
        operationId: 'listExecutions',
        tags,
        security,
        summary: 'The runs of the workspace, newest first.',
        request: {
          query: z.strictObject({
            flowId: z.uuid().optional(),
            connectorId: z.uuid().optional(),
            status: executionStatusSchema.optional(),
            trigger: executionSummarySchema.shape.trigger
              .optional()
              .meta({ description: 'What started it.' }),
            createdFrom: instant.optional().meta({ description: 'RFC 3339: runs from then on.' }),
            createdBefore: instant.optional().meta({ description: 'RFC 3339: runs before then.' }),
            ...pageQuery,
          }),
        },
        responses: {
          200: { description: 'One page.', content: pageOf(executionSummarySchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const query = c.req.valid('query');
        return c.json(
          await database.as(actorOf(c), (tx) => listExecutions(tx, c.get('workspaceId'), query)),
          200,
        );
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/executions/{id}',
        operationId: 'getExecution',
        tags,
        security,
        summary: 'One run with its steps and attempts.',
        request: { params: idParam },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        const { id } = c.req.valid('param');
        return c.json(await database.as(actorOf(c), (tx) => getExecution(tx, c.get('workspaceId'), id)), 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/executions/{id}',
        operationId: 'deleteExecution',
        tags,
        security,
        summary: 'Deletes a run that has ended, with all that was recorded of it.',
        request: { params: idParam },
        responses: { 204: { description: 'Deleted.' }, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const { id } = c.req.valid('param');
        await database.as(actorOf(c), (tx) => deleteExecution(tx, c.get('workspaceId'), id));
        return c.body(null, 204);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/executions/{id}/retry',
        operationId: 'retryExecution',
        tags,
        security,
        summary:
          'Starts a run that goes on where this one failed or was cancelled: what had succeeded is kept.',
        request: {
          params: idParam,
          headers: idempotencyKeyHeader,
          body: { required: true, content: json(retrySchema) },
        },
        responses: queued,
      }),
      async (c) => {
        requireRole(c, 'editor');
        const body = c.req.valid('json');
        const repeat = repeatOptions(c, c.req.valid('param').id, steps);
        const execution = await once(c, database, (tx) => retryExecution(tx, repeat, body));
        return c.json(execution, 202, locationOf(execution));
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/executions/{id}/replay',
        operationId: 'replayExecution',
        tags,
        security,
        summary: 'Starts a run that does this one again on its input: all of it, or from a step on.',
        request: {
          params: idParam,
          headers: idempotencyKeyHeader,
          body: { required: true, content: json(replaySchema) },
        },
        responses: queued,
      }),
      async (c) => {
        requireRole(c, 'editor');
        const body = c.req.valid('json');
        const repeat = repeatOptions(c, c.req.valid('param').id, steps);
        const execution = await once(c, database, (tx) => replayExecution(tx, repeat, body));
        return c.json(execution, 202, locationOf(execution));
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/executions/{id}/cancel',
        operationId: 'cancelExecution',
        tags,
        security,
        summary: 'Asks a run to stop. Requests under way are dropped, no further step starts.',
        request: { params: idParam },
        responses: {
          202: { description: 'The run as it stands.', content: json(executionSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'editor');
        const workspaceId = c.get('workspaceId');
        const execution = await database.as(actorOf(c), async (tx) => {
          const { id, status } = await getExecution(tx, workspaceId, c.req.valid('param').id);
          if (!(await requestCancel(tx, { workspaceId, executionId: id }))) {
            throw new Problem('already_finished', `The run has ended already (${status}).`);
          }
          return getExecution(tx, workspaceId, id);
        });
        return c.json(execution, 202);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/executions/{id}/events',
        operationId: 'followExecution',
        tags,
        security,
        summary:
          'The events of a run as server-sent events: those that happened, then live, until the run ends.',
        description:
          'Each has its seq as id, its type as event and itself as JSON data. It resumes after Last-Event-ID or ?after; 204: the run has ended and nothing comes after it.',
        request: {
          params: idParam,
          query: z.strictObject({
            after: seq.optional().meta({ description: 'The seq of the last event that is known already.' }),
          }),
          headers: z.object({ 'last-event-id': seq.optional() }),
        },
        responses: {
          200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
          204: { description: 'The run has ended and all is known.' },
          ...problemResponse,
        },
      }),
      async (c) => {
        const after = c.req.valid('header')['last-event-id'] ?? c.req.valid('query').after ?? 0;
        const actor = actorOf(c);
        const execution = await database.as(actor, (tx) =>
          getExecution(tx, c.get('workspaceId'), c.req.valid('param').id),
        );
        if (isFinished(execution) && execution.seq <= after) return c.body(null, 204);
        return eventStreamResponse([c.req.raw.signal, closing], (signal) =>
          followEvents(database, actor, execution.id, after, signal),
        );
      },
    );
}

function repeatOptions(c: Context<ApiEnv>, id: string, steps: HostSteps | undefined) {
  return { workspaceId: c.get('workspaceId'), id, trigger: triggerOf(c), steps };
}
