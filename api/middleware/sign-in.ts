import type { Context, MiddlewareHandler } from 'hono';
import { unauthorized, type VerifyToken } from '../auth/verify-token.js';
import type { ApiEnv } from '../context.js';
import type { Actor } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { Problem } from '../problem.js';
import type { Role } from '../resources.js';

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** Puts the user of the bearer token into the context. Tokens anywhere else (query, cookie) are not looked at. */
export function signedIn(verify: VerifyToken): MiddlewareHandler<ApiEnv> {
  return async function signedIn(c, next) {
    const [scheme, token, ...rest] = (c.req.header('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
      throw unauthorized('Send the token as "Authorization: Bearer <token>".');
    }
    c.set('user', await verify(token));
    await next();
  };
}

/** Behind `signedIn`: requires `X-Workspace-Id`, and a membership in it. A foreign workspace looks like a missing one. */
export function inWorkspace(database: Database): MiddlewareHandler<ApiEnv> {
  return async function inWorkspace(c, next) {
    const workspaceId = c.req.header('x-workspace-id');
    if (!workspaceId)
      throw new Problem('workspace_required', 'Name the workspace in the X-Workspace-Id header.');
    const userId = c.get('user').id;
    const member = await database.as({ role: 'authenticated', userId, workspaceId }, (tx) =>
      tx
        .selectFrom('workspace_members')
        .select('role')
        .where('workspace_id', '=', workspaceId)
        .where('user_id', '=', userId)
        .executeTakeFirst(),
    );
    if (!member) throw new Problem('not_found', 'There is no such workspace, or you are not a member of it.');
    c.set('workspaceId', workspaceId);
    c.set('role', member.role);
    await next();
  };
}

/** Who the database is asked as, held inside the request's workspace. */
export function actorOf(c: Context<ApiEnv>): Actor {
  return { role: 'authenticated', userId: c.get('user').id, workspaceId: c.get('workspaceId') };
}

/** Refuses members below `role`. The database's policies say the same; this says it in words. */
export function requireRole(c: Context<ApiEnv>, role: Role): void {
  if (rank[c.get('role')] < rank[role]) {
    throw new Problem(
      'forbidden',
      `This needs the role ${role}; yours in this workspace is ${c.get('role')}.`,
    );
  }
}
