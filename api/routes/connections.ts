import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { HttpPort } from '#engine';
import type { ApiEnv } from '../context.js';
import type { KeyRing } from '../credentials/key-ring.js';
import { tokenTypes } from '../credentials/token-types.js';
import type { Database } from '../db/database.js';
import { actorOf, requireRole } from '../middleware/sign-in.js';
import { CALLBACK_POLICY, renderCallbackPage } from '../oauth/callback-page.js';
import { beginConnection, hashOf } from '../oauth/connection-state.js';
import { finishConnection } from '../oauth/finish-connection.js';
import { Problem } from '../problem.js';
import { getCredential } from '../services/credentials.js';
import { createRoutes, json, problemResponse, workspaceSecurity as security } from './route-parts.js';

const tags = ['Credentials'];
const CALLBACK = '/oauth/callback';
const COOKIE_SECONDS = 600;

const startSchema = z.strictObject({
  credentialId: z.uuid(),
  /** Where the last page leads back to: at this server's own origin, or one of those that may call it. */
  returnTo: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
const startedSchema = z.object({
  /** Where the browser goes now, for ten minutes. */
  url: z.string(),
});

export interface ConnectionRoutesOptions {
  database: Database;
  keys: KeyRing | undefined;
  http: HttpPort | undefined;
  publicUrl: string | undefined;
  corsOrigins: readonly string[];
}

export function connectionRoutes(options: ConnectionRoutesOptions): OpenAPIHono<ApiEnv> {
  const { database, corsOrigins } = options;
  return createRoutes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/workspace/credentials/oauth/start',
        operationId: 'startConnection',
        tags,
        security,
        summary:
          'Begins to connect a credential of type oauth2_authorization_code: the browser goes to the address that it answers.',
        description:
          'Sets a cookie, by which the callback knows the browser again; from another origin, call it with credentials included.',
        request: { body: { required: true, content: json(startSchema) } },
        responses: {
          200: { description: 'Where the browser goes.', content: json(startedSchema) },
          ...problemResponse,
        },
      }),
      async (c) => {
        requireRole(c, 'admin');
        const { keys, publicUrl } = connectable(options);
        const { credentialId, returnTo } = c.req.valid('json');
        refuseForeignReturn(returnTo, [new URL(publicUrl).origin, ...corsOrigins]);
        const workspaceId = c.get('workspaceId');
        const userId = personOf(c);
        const { settings, begun } = await database.as(actorOf(c), async (tx) => {
          const { type, settings, version } = await getCredential(tx, workspaceId, credentialId);
          if (type !== 'oauth2_authorization_code') {
            throw new Problem(
              'invalid_request',
              'Only credentials of type oauth2_authorization_code are connected.',
            );
          }
          const connection = { workspaceId, credentialId, userId, credentialVersion: version, returnTo };
          return { settings, begun: await beginConnection(tx, keys, connection) };
        });
        setCookie(c, await cookieOf(begun.state), begun.browser, {
          path: `/api/v1${CALLBACK}`,
          httpOnly: true,
          sameSite: 'Lax',
          secure: publicUrl.startsWith('https:'),
          maxAge: COOKIE_SECONDS,
        });
        return c.json({ url: authorizationUrl(settings, redirectUriOf(publicUrl), begun) }, 200);
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: CALLBACK,
        operationId: 'finishConnection',
        tags,
        summary: 'Where services send browsers back to. Answers a page for people.',
        responses: {
          200: {
            description: 'The credential is connected.',
            content: { 'text/html': { schema: z.string() } },
          },
          400: { description: 'It is not, and why.', content: { 'text/html': { schema: z.string() } } },
          ...problemResponse,
        },
      }),
      async (c) => {
        const { keys, http, publicUrl } = connectable(options);
        const finished = await finishConnection(
          { database, keys, http, redirectUri: redirectUriOf(publicUrl) },
          { parameters: new URL(c.req.url).searchParams, browser: (hash) => takeCookie(c, hash) },
        );
        c.header('content-security-policy', CALLBACK_POLICY);
        return c.html(renderCallbackPage(finished), finished.ok ? 200 : 400);
      },
    );
}

function connectable({ keys, http, publicUrl }: ConnectionRoutesOptions) {
  if (keys && http && publicUrl !== undefined) return { keys, http, publicUrl };
  throw new Problem('unavailable', 'This server was set up without what connections need, so it makes none.');
}

/** A connection belongs to a browser, and so to a person: a key has none. */
function personOf(c: Context<ApiEnv>): string {
  const principal = c.get('principal');
  if (principal.type === 'user') return principal.id;
  throw new Problem('forbidden', 'API keys cannot do this. Sign in as a member of the workspace.');
}

const redirectUriOf = (publicUrl: string) => `${publicUrl}/api/v1${CALLBACK}`;

function refuseForeignReturn(returnTo: string | undefined, origins: readonly string[]): void {
  if (returnTo === undefined || origins.includes(new URL(returnTo).origin)) return;
  const message = 'Lead back to a page of this server, or of an origin that may call it';
  throw new Problem('invalid_request', `${message}.`, { errors: [{ path: 'returnTo', message }] });
}

/** Each connection has a cookie of its own, so that several can be under way in one browser. */
const cookieOf = async (state: string) => cookieName(await hashOf(state));
const cookieName = (stateHash: string) => `pb_oauth_${stateHash.slice(0, 12)}`;

function takeCookie(c: Context<ApiEnv>, stateHash: string): string | undefined {
  const name = cookieName(stateHash);
  const value = getCookie(c, name);
  if (value !== undefined) deleteCookie(c, name, { path: `/api/v1${CALLBACK}` });
  return value;
}

function authorizationUrl(
  stored: unknown,
  redirectUri: string,
  { state, challenge }: { state: string; challenge: string },
): string {
  const settings = tokenTypes.oauth2_authorization_code.settings.parse(stored);
  const url = new URL(settings.authorizationEndpoint);
  for (const [name, value] of new URLSearchParams(settings.authorizationParameters)) {
    url.searchParams.set(name, value);
  }
  // After those of the settings, which can't take their place.
  const own = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(settings.scopes && { scope: settings.scopes }),
  };
  for (const [name, value] of Object.entries(own)) url.searchParams.set(name, value);
  return url.href;
}
