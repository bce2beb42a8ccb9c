import type { Context, MiddlewareHandler } from 'hono';
import type { Principal, VerifyPrincipal } from '../auth/principal.js';
import { requiredScope } from '../auth/required-scope.js';
import { unauthorized } from '../auth/verify-token.js';
import type { ApiEnv } from '../context.js';
import type { Actor } from '../db/actor.js';
import type { Database } from '../db/database.js';
import { Problem } from '../problem.js';
import type { Role } from '../resources.js';
import type { KeyScope } from '../workspace-resources.js';

const rank: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 };

/** Puts whom the bearer token stands for into the context. Tokens anywhere else (query, cookie) are not looked at. */
export function signedIn(verify: VerifyPrincipal): MiddlewareHandler<ApiEnv> {
  return async function signedIn(c, next) {
    const [scheme, token, ...rest] = (c.req.header('authorization') ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
      throw unauthorized('Send the token as "Authorization: Bearer <token>".');
    }
    c.set('principal', await verify(token));
    await next();
  };
}

/**
 * Behind `signedIn`: requires `X-Workspace-Id`, and a membership in it. An API key has its workspace with it, and may name
 * no other. A foreign workspace looks like a missing one.
 */
export function inWorkspace(database: Database): MiddlewareHandler<ApiEnv> {
  return async function inWorkspace(c, next) {
    const principal = c.get('principal');
    const named = c.req.header('x-workspace-id');
    const workspaceId = named || (principal.type === 'api_key' ? principal.workspaceId : undefined);
    if (!workspaceId)
      throw new Problem('workspace_required', 'Name the workspace in the X-Workspace-Id header.');
    const role = await roleIn(database, principal, workspaceId);
    if (!role) throw new Problem('not_found', 'There is no such workspace, or you are not a member of it.');
    c.set('workspaceId', workspaceId);
    c.set('role', role);
    if (principal.type === 'api_key') refuseBeyondScopes(c, principal.scopes);
    await next();
  };
}

async function roleIn(
  database: Database,
  principal: Principal,
  workspaceId: string,
): Promise<Role | undefined> {
  if (principal.type === 'api_key') {
    if (principal.workspaceId !== workspaceId) return undefined;
    return principal.scopes.some((scope) => scope !== 'read') ? 'editor' : 'viewer';
  }
  const userId = principal.id;
  const member = await database.as({ role: 'authenticated', userId, workspaceId }, (tx) =>
    tx
      .selectFrom('workspace_members')
      .select('role')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .executeTakeFirst(),
  );
  return member?.role;
}

/** Here and not in each route, so that a new one can't forget it. */
function refuseBeyondScopes(c: Context<ApiEnv>, scopes: readonly KeyScope[]): void {
  const [, path = ''] = /\/api\/v1(\/.*)$/.exec(c.req.path) ?? [];
  const scope = requiredScope(c.req.method, path);
  if (scope === 'never') {
    throw new Problem('forbidden', 'API keys cannot do this. Sign in as a member of the workspace.');
  }
  if (!scopes.includes(scope)) {
    throw new Problem('forbidden', `This needs the scope ${scope}; the API key has ${scopes.join(', ')}.`);
  }
}

/** Who the database is asked as, held inside the request's workspace. */
export function actorOf(c: Context<ApiEnv>): Actor {
  const principal = c.get('principal');
  const workspaceId = c.get('workspaceId');
  if (principal.type === 'api_key') return { role: 'api_key', keyId: principal.id, workspaceId };
  return { role: 'authenticated', userId: principal.id, workspaceId };
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
