import type { CustomFetchOptions } from 'oauth4webapi';
import type { HttpFailure, HttpPort } from '#engine';

/** Time for a whole exchange with a token endpoint, in milliseconds. A refresh's lease is longer. */
export const TOKEN_TIMEOUT_MS = 20_000;
const MAX_BYTES = 256 * 1024;
const nobody = new AbortController().signal;

/** How requests for tokens are sent: nowhere but to the address that was set, so no redirect is followed. */
export const tokenSendOptions = {
  signal: nobody,
  timeoutMs: TOKEN_TIMEOUT_MS,
  maxResponseBytes: MAX_BYTES,
  followRedirects: false,
};

/** The guarded door had no answer. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly failure: HttpFailure;
  constructor(failure: HttpFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface GuardedFetch {
  fetch(url: string, options: CustomFetchOptions<string, unknown>): Promise<Response>;
  /** The status of the last answer; absent: there was none. */
  status(): number | undefined;
}

/**
 * What oauth4webapi calls in place of `fetch`. Rejects with a `NoAnswerError` where there is none.
 *
 * ID tokens are taken out of answers, since nobody here signs in with them and the library would want them verified;
 * an error that comes with status 200, as GitHub sends it, gets the status that RFC 6749 section 5.2 gives it.
 */
export function createGuardedFetch(http: HttpPort): GuardedFetch {
  let status: number | undefined;
  return {
    status: () => status,
    async fetch(url, { method, headers, body }) {
      const reply = await http.send(
        {
          method,
          url,
          headers: { ...headers },
          ...(body instanceof URLSearchParams && { body: body.toString() }),
        },
        tokenSendOptions,
      );
      if (!reply.ok) throw new NoAnswerError(reply);
      const answer = plainAnswer(reply.text());
      const isHiddenError = reply.status === 200 && answer.isError;
      status = isHiddenError ? 400 : reply.status;
      const isBodyless = [101, 204, 205, 304].includes(status);
      return new Response(isBodyless ? null : answer.text, { status, headers: reply.headers });
    },
  };
}

function plainAnswer(text: string): { text: string; isError: boolean } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { text, isError: false };
    const { id_token: _unused, ...rest } = value as Record<string, unknown>; // a JSON object has members of any kind
    return {
      text: JSON.stringify(rest),
      isError: typeof rest.error === 'string' && !('access_token' in rest),
    };
  } catch {
    return { text, isError: false };
  }
}
