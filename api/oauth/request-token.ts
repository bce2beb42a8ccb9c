import { importPKCS8, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import type { z } from 'zod';
import type { HttpPort } from '#engine';
import type { Secrets } from '../credentials/define-type.js';
import { privateKeyPattern, type TokenType, tokenTypes } from '../credentials/token-types.js';
import { logIn } from './log-in.js';
import { callTokenEndpoint } from './token-call.js';
import { refused, type TokenAnswer, type Tokens } from './tokens.js';

/** What a token is fetched with. */
export interface TokenSource {
  type: TokenType;
  settings: unknown;
  secrets: unknown;
  /** Those that are there, with the refresh token. */
  tokens?: Tokens | undefined;
}

export type CodeSettings = z.output<typeof tokenTypes.oauth2_authorization_code.settings>;
type ClientSettings = z.output<typeof tokenTypes.oauth2_client_credentials.settings>;
type AssertionSettings = z.output<typeof tokenTypes.jwt_assertion.settings>;

const ASSERTION_SECONDS = 300;
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Fetches a new token without anybody at a browser. Never rejects for what a service does; throws a `ZodError` where what
 * is stored isn't of its type.
 */
export async function requestToken(http: HttpPort, source: TokenSource): Promise<TokenAnswer> {
  const { type } = source;
  switch (type) {
    case 'oauth2_authorization_code': {
      const { settings, secrets } = tokenTypes[type];
      return refresh(http, settings.parse(source.settings), secrets.parse(source.secrets), source.tokens);
    }
    case 'oauth2_client_credentials': {
      const { settings, secrets } = tokenTypes[type];
      return withClientCredentials(http, settings.parse(source.settings), secrets.parse(source.secrets));
    }
    case 'jwt_assertion': {
      const { settings, secrets } = tokenTypes[type];
      return withAssertion(http, settings.parse(source.settings), secrets.parse(source.secrets));
    }
    case 'session': {
      const { settings, secrets } = tokenTypes[type];
      return logIn(http, settings.parse(source.settings), secrets.parse(source.secrets));
    }
  }
}

/** As oauth4webapi wants the service to be described. */
function serverOf({ tokenEndpoint, issuer }: { tokenEndpoint: string; issuer?: string | undefined }) {
  return { issuer: issuer ?? new URL(tokenEndpoint).origin, token_endpoint: tokenEndpoint };
}

export function clientAuthOf(kind: CodeSettings['clientAuth'], { clientSecret }: Secrets): oauth.ClientAuth {
  if (kind === 'none' || clientSecret === undefined) return oauth.None();
  return kind === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret);
}

async function refresh(
  http: HttpPort,
  settings: CodeSettings,
  secrets: Secrets,
  tokens: Tokens | undefined,
): Promise<TokenAnswer> {
  const host = new URL(settings.tokenEndpoint).host;
  if (tokens?.refreshToken === undefined) {
    return refused(`The access that ${host} gave has run out, and it gave nothing to renew it with.`);
  }
  const server = serverOf(settings);
  const client = { client_id: settings.clientId };
  const auth = clientAuthOf(settings.clientAuth, secrets);
  const renew = (refreshToken: string) =>
    callTokenEndpoint(http, {
      host,
      ask: (options) => oauth.refreshTokenGrantRequest(server, client, auth, refreshToken, options),
      read: (response) => oauth.processRefreshTokenResponse(server, client, response),
    });
  const { refreshToken, previousRefreshToken } = tokens;
  let used = refreshToken;
  let answer = await renew(used);
  if (!answer.ok && answer.kind === 'refused' && previousRefreshToken !== undefined) {
    used = previousRefreshToken;
    const second = await renew(used);
    if (second.ok || second.kind === 'unavailable') answer = second;
  }
  if (!answer.ok) return answer;
  const next = answer.tokens.refreshToken ?? used;
  return {
    ok: true,
    tokens: {
      // A service that says nothing of the scopes has not changed them (RFC 6749 section 6).
      ...(tokens.scope !== undefined && { scope: tokens.scope }),
      ...answer.tokens,
      refreshToken: next,
      ...(next !== used && { previousRefreshToken: used }),
    },
  };
}

function withClientCredentials(
  http: HttpPort,
  settings: ClientSettings,
  secrets: Secrets,
): Promise<TokenAnswer> {
  const server = serverOf(settings);
  const client = { client_id: settings.clientId };
  const parameters = new URLSearchParams(settings.tokenParameters);
  if (settings.scopes) parameters.set('scope', settings.scopes);
  const auth = clientAuthOf(settings.clientAuth, secrets);
  return callTokenEndpoint(http, {
    host: new URL(settings.tokenEndpoint).host,
    ask: (options) => oauth.clientCredentialsGrantRequest(server, client, auth, parameters, options),
    read: (response) => oauth.processClientCredentialsResponse(server, client, response),
  });
}

/** The statement says who asks; no client authentication stands beside it. */
const noClient: oauth.ClientAuth = () => {};

async function withAssertion(
  http: HttpPort,
  settings: AssertionSettings,
  { privateKey = '' }: Secrets,
): Promise<TokenAnswer> {
  const { tokenEndpoint, algorithm, issuer, subject = issuer, audience = tokenEndpoint } = settings;
  const key = await importPKCS8(toPem(privateKey), algorithm).catch(() => undefined);
  if (!key) return refused(`The private key can't be used for ${algorithm}. Give one of that kind.`);
  const assertion = await new SignJWT()
    .setProtectedHeader({
      alg: algorithm,
      typ: 'JWT',
      ...(settings.keyId !== undefined && { kid: settings.keyId }),
    })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${ASSERTION_SECONDS}s`)
    .setJti(crypto.randomUUID())
    .sign(key);
  const server = serverOf({ tokenEndpoint });
  const client = { client_id: issuer };
  const parameters = { assertion, ...(settings.scopes && { scope: settings.scopes }) };
  return callTokenEndpoint(http, {
    host: new URL(tokenEndpoint).host,
    ask: (options) =>
      oauth.genericTokenEndpointRequest(server, client, noClient, JWT_BEARER, parameters, options),
    read: (response) => oauth.processGenericTokenEndpointResponse(server, client, response),
  });
}

function toPem(text: string): string {
  const [found = ''] = privateKeyPattern.exec(text) ?? [];
  const base64 = found.replace(/-----(?:BEGIN|END) PRIVATE KEY-----|\\n|\s/g, '');
  return `-----BEGIN PRIVATE KEY-----\n${base64}\n-----END PRIVATE KEY-----`;
}
