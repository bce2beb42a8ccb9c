import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { createDevSessionToken, type DevOptions, isLocalRequest, proxyHeaders } from '../auth/dev-session.js';
import type { VerifyPrincipal } from '../auth/principal.js';
import type { ApiEnv } from '../context.js';
import type { Database } from '../db/database.js';
import { signedIn } from '../middleware/sign-in.js';
import { Problem } from '../problem.js';
import { devSessionSchema, sessionSchema } from '../resources.js';
import { noteEmail } from '../services/members.js';
import { createRoutes, json, problemResponse } from './route-parts.js';

export interface SessionRoutesOptions {
  database: Database;
  verify: VerifyPrincipal;
  dev: DevOptions | undefined;
}

export function sessionRoutes({ database, verify, dev }: SessionRoutesOptions): OpenAPIHono<ApiEnv> {
  const routes = createRoutes();
  routes.use('/session', signedIn(verify));
  return routes
    .openapi(
      createRoute({
        method: 'get',
        path: '/session',
        operationId: 'getSession',
        tags: ['Session'],
        summary: 'Who is signed in, their workspaces, and what this server can do.',
        security: [{ bearer: [] }],
        responses: { 200: { description: 'The session.', content: json(sessionSchema) }, ...problemResponse },
      }),
      async (c) => {
        const principal = c.get('principal');
        if (principal.type === 'api_key') {
          throw new Problem(
            'forbidden',
            'An API key has no session. It works in its own workspace as it is.',
          );
        }
        const { id, email } = principal;
        const found = await database.as({ role: 'authenticated', userId: id }, (tx) =>
          tx
            .selectFrom('workspace_members as member')
            .innerJoin('workspaces as workspace', 'workspace.id', 'member.workspace_id')
            .select(['workspace.id', 'workspace.name', 'member.role', 'member.email'])
            .where('member.user_id', '=', id)
            .orderBy('workspace.name')
            .execute(),
        );
        if (email !== null && found.some((member) => member.email !== email)) {
          await noteEmail(database, { id, email });
        }
        const workspaces = found.map(({ email: _, ...workspace }) => workspace);
        const capabilities = { runtime: 'embedded' as const, embedded: dev !== undefined };
        return c.json({ user: { id, email }, workspaces, capabilities }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/dev/session',
        operationId: 'createDevSession',
        tags: ['Session'],
        summary:
          'A token for the local user: only on an embedded server, only for callers on the same machine.',
        responses: {
          200: { description: 'The token.', content: json(devSessionSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        const isLocal =
          dev !== undefined &&
          isLocalRequest({
            remoteAddress: dev.remoteAddress(c.env),
            host: c.req.header('host'),
            origin: c.req.header('origin'),
            isForwarded: proxyHeaders.some((name) => c.req.header(name) !== undefined),
          });
        if (!isLocal)
          throw new Problem(
            'not_found',
            'Local sessions are only given on the machine of an embedded server.',
          );
        return c.json(await createDevSessionToken(dev), 200);
      },
    );
}
