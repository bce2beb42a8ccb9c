import * as oauth from 'oauth4webapi';
import type { HttpPort } from '#engine';
import { createGuardedFetch, type GuardedFetch, NoAnswerError } from './guarded-fetch.js';
import {
  refused,
  type TokenAnswer,
  type TokenRefusal,
  type Tokens,
  unavailable,
  withdrawn,
} from './tokens.js';

type Ask = (options: oauth.TokenEndpointRequestOptions) => Promise<Response>;
type Read = (response: Response) => Promise<oauth.TokenEndpointResponse>;

/**
 * Asks a token endpoint and reads its answer. What the service writes into an error stays out of the refusal: it may
 * repeat what it was sent.
 */
export async function callTokenEndpoint(
  http: HttpPort,
  { host, ask, read }: { host: string; ask: Ask; read: Read },
): Promise<TokenAnswer> {
  const guarded = createGuardedFetch(http);
  const options = {
    [oauth.customFetch]: guarded.fetch,
    // The guarded door decides which addresses may be reached without TLS.
    [oauth.allowInsecureRequests]: true,
  };
  try {
    return { ok: true, tokens: toTokens(await read(await ask(options))) };
  } catch (error) {
    return toRefusal(error, host, guarded);
  }
}

function toTokens(answer: oauth.TokenEndpointResponse): Tokens {
  const { access_token, expires_in, refresh_token, scope } = answer;
  return {
    accessToken: access_token,
    ...(expires_in !== undefined && { lifetime: expires_in }),
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(scope !== undefined && { scope }),
  };
}

/** RFC 6749 section 5.2, in words. */
const reasons: Readonly<Record<string, string>> = {
  invalid_grant: 'the access was withdrawn or has run out (invalid_grant)',
  invalid_client: 'it does not accept the client ID and secret (invalid_client)',
  unauthorized_client: 'this client may not ask for tokens this way (unauthorized_client)',
  unsupported_grant_type: 'it gives no tokens this way (unsupported_grant_type)',
  invalid_scope: 'it does not know these scopes or does not give them (invalid_scope)',
  invalid_request: 'something is missing that it wants (invalid_request)',
};
const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

function toRefusal(error: unknown, host: string, { status }: GuardedFetch): TokenRefusal {
  if (error instanceof NoAnswerError) return noAnswer(host, error);
  const code = status() ?? 0;
  if (error instanceof oauth.ResponseBodyError) {
    if (passing.has(error.error))
      return unavailable(`${host} can't give a token right now. Try again later.`);
    const reason = Object.hasOwn(reasons, error.error) ? reasons[error.error] : undefined;
    const refusal = error.error === 'invalid_grant' ? withdrawn : refused;
    if (reason !== undefined && code < 500) return refusal(`${host} refused: ${reason}.`);
  }
  return answerRefusal(host, code, error);
}

/** Of an answer that says nothing more than its status. Bugs of ours are thrown on. */
function answerRefusal(host: string, status: number, error: unknown): TokenRefusal {
  if (status === 408 || status === 429 || status >= 500) {
    return unavailable(`${host} can't give a token right now (status ${status}). Try again later.`);
  }
  if (status >= 400) {
    return refused(`${host} refused to give a token (status ${status}). Check the settings and the secret.`);
  }
  if (status === 0) throw error;
  return refused(
    `${host} answered without a token (status ${status}). Check the address of its token endpoint.`,
  );
}

function noAnswer(host: string, { failure }: NoAnswerError): TokenRefusal {
  if (failure.code === 'invalid_request') return refused(failure.message);
  return unavailable(`There is no token from ${host}: ${failure.message}`);
}
