import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { createBrowser } from './browser.js';

export const webClient = { id: 'web-client', secret: 'web-client-secret-0123456789' };
export const serviceClient = { id: 'service-client', secret: 'service-client-secret-0123456789' };

export interface AuthorizationServer {
  host: string;
  port: number;
  issuer: string;
  /** The grant types of token requests that came in, in order. */
  asked: string[];
  /** What it does with the next token requests, before it reads them; absent: nothing. */
  before(how: ((grant: string) => Promise<{ status: number } | undefined>) | undefined): void;
  /** Does what a person does: logs in at the address, agrees, and says where the browser was sent back to. */
  agree(url: string): Promise<string>;
  /** Whose access token it is, while it counts. */
  ownerOf(accessToken: string): Promise<string | undefined>;
  /** Takes one access token back, and nothing else. */
  forget(accessToken: string): Promise<void>;
  /** Withdraws everything that was ever agreed to. */
  revokeAll(): Promise<void>;
  close(): Promise<void>;
}

/** A real authorization server (oidc-provider) on a free port of this machine. */
export async function startAuthorizationServer(redirectUri: string): Promise<AuthorizationServer> {
  const asked: string[] = [];
  let before: ((grant: string) => Promise<{ status: number } | undefined>) | undefined;
  const grants = new Set<string>();
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: webClient.id,
        client_secret: webClient.secret,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [redirectUri],
      },
      {
        client_id: serviceClient.id,
        client_secret: serviceClient.secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'offline_access', 'orders:read'],
    features: { devInteractions: { enabled: true }, clientCredentials: { enabled: true } },
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 3_600,
      ClientCredentials: 3_600,
      Interaction: 3_600,
      Session: 3_600,
      Grant: 3_600,
      RefreshToken: 3_600,
      IdToken: 3_600,
    },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  provider.use(async (context, next) => {
    if (context.path !== '/token') return next();
    const body = await readBody(context.req);
    // What was read can't be read again; oidc-provider takes it from here.
    Object.assign(context.req, { body });
    const grant = new URLSearchParams(body).get('grant_type') ?? '';
    asked.push(grant);
    const answer = await before?.(grant);
    if (!answer) return next();
    context.status = answer.status;
    context.body = 'Not now.';
  });
  provider.on('grant.success', ({ oidc }) => {
    const { Grant } = oidc.entities;
    if (Grant?.jti) grants.add(Grant.jti);
  });
  const handle = provider.callback();
  return {
    host: '127.0.0.1',
    port,
    issuer,
    asked,
    before: (how) => {
      before = how;
    },
    agree: (url) => agree(url, redirectUri),
    ownerOf: async (token) => {
      const found =
        (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
      if (!found) return undefined;
      return found instanceof provider.AccessToken ? found.accountId : found.clientId;
    },
    forget: async (token) => {
      await (await provider.AccessToken.find(token))?.destroy();
    },
    revokeAll: async () => {
      for (const grant of grants) {
        await provider.RefreshToken.revokeByGrantId(grant);
        await provider.AccessToken.revokeByGrantId(grant);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function agree(url: string, redirectUri: string): Promise<string> {
  const browser = createBrowser();
  let page = await browser.follow(url, redirectUri);
  // The log-in, and then whether to agree.
  for (let forms = 0; forms < 2 && !page.url.startsWith(redirectUri); forms += 1) {
    const prompt = /name="prompt" value="(\w+)"/.exec(page.text)?.[1];
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1];
    if (!prompt || !action) throw new Error(`There is no form on ${page.url}:\n${page.text}`);
    const fields = { prompt, ...(prompt === 'login' && { login: 'ada', password: 'any' }) };
    page = await browser.submit(new URL(action, page.url).href, fields, redirectUri);
  }
  return page.url;
}

async function readBody(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
