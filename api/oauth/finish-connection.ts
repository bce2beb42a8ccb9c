import { sql } from 'kysely';
import * as oauth from 'oauth4webapi';
import type { HttpPort } from '#engine';
import type { KeyRing } from '../credentials/key-ring.js';
import { seal, unseal } from '../credentials/seal.js';
import { tokenTypes } from '../credentials/token-types.js';
import type { Database } from '../db/database.js';
import { type Connection, hashOf, takeConnection } from './connection-state.js';
import { type CodeSettings, clientAuthOf } from './request-token.js';
import { callTokenEndpoint } from './token-call.js';
import type { Tokens } from './tokens.js';

export interface FinishOptions {
  database: Database;
  keys: KeyRing;
  http: HttpPort;
  redirectUri: string;
}

export interface Arrival {
  /** The query of the address that the browser came back to. */
  parameters: URLSearchParams;
  /** What it brought back for a state, of what it was given. */
  browser(stateHash: string): string | undefined;
}

/** What the person at the browser is told. */
export type Finished = ({ ok: true; name: string } | { ok: false; message: string }) & {
  returnTo: string | undefined;
};

const lost =
  'This connection was not begun in this browser, is over, or took longer than ten minutes. Go back to Patchbay and choose "Connect" again.';

/** Ends a connection: checks that it is the one that was begun, and fetches its first tokens. */
export async function finishConnection(options: FinishOptions, arrival: Arrival): Promise<Finished> {
  const { database, keys, http, redirectUri } = options;
  const { parameters } = arrival;
  const [state, ...others] = parameters.getAll('state');
  const found =
    state !== undefined && others.length === 0 ? await takeConnection(database, keys, state) : undefined;
  if (state === undefined || !found?.isLive || !(await isSameBrowser(found, state, arrival))) {
    return { ok: false, message: lost, returnTo: undefined };
  }
  const { returnTo } = found;
  const fail = (message: string): Finished => ({ ok: false, message, returnTo });
  const row = await readCredential(database, found);
  if (row === 'not_allowed')
    return fail('Only admins and owners of the workspace may connect its credentials.');
  if (!row) return fail('The credential was changed or deleted meanwhile. Choose "Connect" again.');
  const place = { workspaceId: found.workspaceId, credentialId: found.credentialId };
  const { settings: settingsOf, secrets: secretsOf } = tokenTypes.oauth2_authorization_code;
  const settings = settingsOf.parse(row.settings);
  const secrets = secretsOf.parse(JSON.parse(await unseal(keys, place, row.sealed)));
  const { host } = new URL(settings.authorizationEndpoint);
  const server = { issuer: issuerOf(settings, parameters), token_endpoint: settings.tokenEndpoint };
  const client = { client_id: settings.clientId };
  const checked = checkAnswer({ server, client, parameters, state, host });
  if (!(checked instanceof URLSearchParams)) return fail(checked.message);
  const auth = clientAuthOf(settings.clientAuth, secrets);
  const answer = await callTokenEndpoint(http, {
    host: new URL(settings.tokenEndpoint).host,
    ask: (ask) =>
      oauth.authorizationCodeGrantRequest(server, client, auth, checked, redirectUri, found.verifier, ask),
    read: (response) => oauth.processAuthorizationCodeResponse(server, client, response),
  });
  if (!answer.ok) return fail(answer.message);
  const isKept = await keepFirstTokens(database, keys, found, answer.tokens);
  if (!isKept) return fail('The credential was changed or deleted meanwhile. Choose "Connect" again.');
  return { ok: true, name: row.name, returnTo };
}

/** Someone else's address, sent to a person who is to connect their own account for a stranger, is worth nothing. */
async function isSameBrowser({ browserHash }: Connection, state: string, arrival: Arrival): Promise<boolean> {
  const browser = arrival.browser(await hashOf(state));
  return browser !== undefined && (await hashOf(browser)) === browserHash;
}

/** As its user sees it now, and with what only the runtime reads; nothing where it is another by now. */
async function readCredential(database: Database, found: Connection) {
  const { workspaceId, credentialId, userId } = found;
  const role = await database.as({ role: 'authenticated', userId, workspaceId }, (tx) =>
    tx
      .selectFrom('workspace_members')
      .select('role')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .executeTakeFirst(),
  );
  if (role?.role !== 'admin' && role?.role !== 'owner') return 'not_allowed';
  return await database.as({ role: 'runtime', workspaceId }, (tx) =>
    tx
      .selectFrom('workspace_api_credentials')
      .select(['name', 'settings', 'sealed'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', credentialId)
      .where('version', '=', found.credentialVersion)
      .where('type', '=', 'oauth2_authorization_code')
      .executeTakeFirst(),
  );
}

/** Who has to have answered (RFC 9207): the issuer that was set, or one at the origin that the browser was sent to. */
function issuerOf({ issuer, authorizationEndpoint }: CodeSettings, parameters: URLSearchParams): string {
  if (issuer !== undefined) return issuer;
  const { origin } = new URL(authorizationEndpoint);
  const named = parameters.get('iss') ?? '';
  return URL.canParse(named) && new URL(named).origin === origin ? named : origin;
}

interface Answer {
  server: oauth.AuthorizationServer;
  client: oauth.Client;
  parameters: URLSearchParams;
  state: string;
  host: string;
}

function checkAnswer({
  server,
  client,
  parameters,
  state,
  host,
}: Answer): URLSearchParams | { message: string } {
  try {
    return oauth.validateAuthResponse(server, client, parameters, state);
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      return error.error === 'access_denied'
        ? { message: `${host} was told not to give access. Nothing was connected.` }
        : {
            message: `${host} refused the connection. Check the client ID and the scopes of the credential.`,
          };
    }
    if (
      !(error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError)
    )
      throw error;
    return { message: `The answer is not one of ${host} to this connection. Nothing was connected.` };
  }
}

/** As the user who began it, whom the database refuses where they are no admin any more. */
async function keepFirstTokens(
  database: Database,
  keys: KeyRing,
  { workspaceId, credentialId, userId, credentialVersion }: Connection,
  tokens: Tokens,
): Promise<boolean> {
  const sealed = await seal(keys, { workspaceId, credentialId, part: 'tokens' }, JSON.stringify(tokens));
  const { rows } = await database.as({ role: 'authenticated', userId, workspaceId }, (tx) =>
    sql<{ is_kept: boolean }>`
      select private.connect_credential(
        ${workspaceId}, ${credentialId}, ${credentialVersion}, ${JSON.stringify(sealed)}, ${tokens.lifetime ?? null}
      ) as is_kept
    `.execute(tx),
  );
  return rows[0]?.is_kept === true;
}
