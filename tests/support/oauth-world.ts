import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { service } from '../../api/db/actor.js';
import { type Answer, type Caller, startTestApi, type TestApi, testPublicUrl } from './api.js';
import { type AuthorizationServer, startAuthorizationServer, webClient } from './authorization-server.js';
import { startUpstream, type Upstream } from './upstream-server.js';

export const path = '/workspace/credentials';
export const redirectUri = `${testPublicUrl}/api/v1/oauth/callback`;

/** A connection that was begun: where the browser goes, and what it keeps. */
export interface Started {
  url: string;
  cookie: string;
}

/** The API, an authorization server, and an API that takes its tokens. */
export interface OAuthWorld {
  provider: AuthorizationServer;
  upstream: Upstream;
  t: TestApi;
  admin: Caller;
  /** A credential that can be connected at the authorization server. */
  codeCredential(more?: Record<string, unknown>): { settings: object } & Record<string, unknown>;
  create(body?: unknown): Promise<Answer['body']>;
  start(credentialId: string, caller?: Caller): Promise<Started>;
  /** As the browser comes back. */
  comeBack(url: string, cookie?: string): Promise<{ status: number; page: string; headers: Headers }>;
  connect(id: string): Promise<void>;
  read(id: string): Promise<Answer['body']>;
  /** Runs a flow whose only step asks the API who it is, and answers the run. */
  run(slot: string): Promise<Answer['body']>;
  /** Makes a token look as if its time were over. */
  expire(id: string): Promise<unknown>;
  /** What the API was last sent. */
  lastToken(): string;
  close(): Promise<void>;
}

export async function openOAuthWorld(): Promise<OAuthWorld> {
  const provider = await startAuthorizationServer(redirectUri);
  const upstream = await startUpstream((request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    void provider.ownerOf(token).then((owner) => {
      response.writeHead(owner === undefined ? 401 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ owner: owner ?? null, heard: token }));
    });
  });
  const t = await startTestApi({ allow: [upstream, provider] });
  const admin = t.as(t.red.users.admin, 'red');

  const codeCredential = (more: Record<string, unknown> = {}) => ({
    slot: `slot_${randomUUID().slice(0, 8)}`,
    name: 'Orders',
    type: 'oauth2_authorization_code',
    settings: {
      authorizationEndpoint: `${provider.issuer}/auth`,
      tokenEndpoint: `${provider.issuer}/token`,
      clientId: webClient.id,
      clientAuth: 'basic',
      scopes: 'openid offline_access orders:read',
    },
    secrets: { clientSecret: webClient.secret },
    hosts: [`http://127.0.0.1:${upstream.port}`],
    ...more,
  });

  async function create(body: unknown = codeCredential()): Promise<Answer['body']> {
    const { status, body: created } = await admin.request('POST', path, body);
    expect(status, JSON.stringify(created)).toBe(201);
    return created;
  }

  async function start(credentialId: string, caller = admin): Promise<Started> {
    const answer = await caller.request('POST', `${path}/oauth/start`, { credentialId });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return { url: answer.body.url, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  }

  /** As the browser comes back. */
  async function comeBack(
    url: string,
    cookie = '',
  ): Promise<{ status: number; page: string; headers: Headers }> {
    const response = await t.api.request(url.replace(testPublicUrl, ''), { headers: { cookie } });
    return { status: response.status, page: await response.text(), headers: response.headers };
  }

  async function connect(id: string): Promise<void> {
    const { url, cookie } = await start(id);
    const { status, page } = await comeBack(await provider.agree(url), cookie);
    expect(status, page).toBe(200);
  }

  const read = async (id: string) => (await admin.request('GET', `${path}/${id}`)).body;

  async function run(slot: string): Promise<Answer['body']> {
    const request = { method: 'GET', url: `${upstream.url}/me`, auth: { type: 'credential', slot } };
    const definition = {
      graph: { steps: [{ id: 'step_1', type: 'http', request, retry: { attempts: 1 } }] },
    };
    const { body } = await admin.request('POST', '/flows', { name: 'A flow', definition });
    return (await admin.request('POST', `/flows/${body.id}/execute`, { wait: 30 })).body;
  }

  /** Makes a token look as if its time were over. */
  const expire = (id: string) =>
    t.database.as(service, (tx) =>
      tx
        .updateTable('workspace_api_credentials')
        .set({ expires_at: new Date(0) })
        .where('id', '=', id)
        .execute(),
    );

  const lastToken = () =>
    /^Bearer (.+)$/.exec(upstream.requests.at(-1)?.headers.authorization ?? '')?.[1] ?? '';

  return {
    provider,
    upstream,
    t,
    admin,
    codeCredential,
    create,
    start,
    comeBack,
    connect,
    read,
    run,
    expire,
    lastToken,
    close: async () => {
      await t.close();
      await upstream.close();
      await provider.close();
    },
  };
}
