import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import type { Role } from '../resources.js';
import { addMember, getMember, listMembers, removeMember, updateMember } from '../services/members.js';
import { memberCreateSchema, memberSchema, memberUpdateSchema } from '../workspace-resources.js';
import {
  createRoutes,
  json,
  problemResponse,
  workspaceSecurity as security,
  shortText,
} from './route-parts.js';

const tags = ['Members'];
const path = '/workspace/members';
const one = `${path}/{userId}` as const;
const params = z.object({ userId: shortText.meta({ description: 'The UUID of the user.' }) });
const found = { description: 'The member.', content: json(memberSchema) };

export function memberRoutes(database: Database): OpenAPIHono<ApiEnv> {
  return createRoutes()
    .openapi(
      createRoute({
        method: 'get',
        path,
        operationId: 'listMembers',
        tags,
        security,
        summary: 'Everybody in the workspace, at most 1,000, who came first first.',
        responses: {
          200: { description: 'The members.', content: json(z.object({ items: z.array(memberSchema) })) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const items = await database.as(actorOf(c), (tx) => listMembers(tx, c.get('workspaceId')));
        return c.json({ items }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path,
        operationId: 'addMember',
        tags,
        security,
        summary: 'Takes a user into the workspace. Needs the role admin; to add an owner, owner.',
        request: { body: { required: true, content: json(memberCreateSchema) } },
        responses: { 201: found, ...problemResponse },
      }),
      async (c) => {
        const body = c.req.valid('json');
        requireRole(c, roleToChange(body.role));
        return c.json(await database.as(actorOf(c), (tx) => addMember(tx, c.get('workspaceId'), body)), 201);
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: one,
        operationId: 'updateMember',
        tags,
        security,
        summary: 'Changes a member’s role. Needs the role admin; from or to owner, owner.',
        description: 'The last owner stays one: 409 `last_owner`.',
        request: { params, body: { required: true, content: json(memberUpdateSchema) } },
        responses: { 200: found, ...problemResponse },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const target = { workspaceId: c.get('workspaceId'), userId: c.req.valid('param').userId };
        const body = c.req.valid('json');
        const member = await database.as(actorOf(c), async (tx) => {
          const current = await getMember(tx, target);
          requireRole(c, roleToChange(current.role, body.role));
          return updateMember(tx, target, body);
        });
        return c.json(member, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: one,
        operationId: 'removeMember',
        tags,
        security,
        summary:
          'Removes a member. Needs the role admin; for an owner, owner. Everybody may leave by themselves.',
        description: 'The last owner stays: 409 `last_owner`.',
        request: { params },
        responses: { 204: { description: 'Removed.' }, ...problemResponse },
      }),
      async (c) => {
        const { userId } = c.req.valid('param');
        const target = { workspaceId: c.get('workspaceId'), userId };
        const leaves = userId.toLowerCase() === c.get('principal').id;
        if (!leaves) requireRole(c, 'admin');
        await database.as(actorOf(c), async (tx) => {
          const current = await getMember(tx, target);
          if (!leaves) requireRole(c, roleToChange(current.role));
          await removeMember(tx, target);
        });
        return c.body(null, 204);
      },
    );
}

/** Owners are made and changed by owners only. */
function roleToChange(...roles: Role[]): Role {
  return roles.includes('owner') ? 'owner' : 'admin';
}
