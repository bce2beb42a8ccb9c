import { ApiError, toApiError } from './api-error.js';
import type { FollowEvents } from './follow-events.js';

/** The part of `fetch` that the client uses, so that a host can pass its own. */
export type FetchLike = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** The server's origin, e.g. `https://patchbay.example.com`, or `''` for the page's own; `/api/v1` is added. */
  baseUrl: string;
  /** The workspace that everything is about; sent as `X-Workspace-Id`. An API key has its own and needs none. */
  workspaceId?: string;
  /** A JWT or an API key (`pb_…`), or a function that gives one; it is asked before every request, so it may refresh. */
  token?: string | (() => string | Promise<string>);
  /** Default: the global `fetch`. */
  fetch?: FetchLike;
  /** How runs are followed, e.g. `supabaseRealtime(supabase)`. Default: server-sent events. */
  follow?: FollowEvents;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface TransportRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  query?: Query | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether cookies go along to another origin, and come from there. Default: no. */
  credentials?: 'include';
  signal?: AbortSignal | undefined;
}

/** Sends one request below `/api/v1`; rejects with an `ApiError` unless the answer is 2xx. */
export type Transport = (path: string, request?: TransportRequest) => Promise<Response>;

export function createTransport(options: ClientOptions): Transport {
  const base = `${options.baseUrl.replace(/\/+$/, '')}/api/v1`;
  const send: FetchLike = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return async (path, { method = 'GET', query, body, headers, credentials, signal } = {}) => {
    const token = typeof options.token === 'function' ? await options.token() : options.token;
    const response = await reach(send, `${base}${path}${toSearch(query)}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(options.workspaceId !== undefined && { 'x-workspace-id': options.workspaceId }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(credentials && { credentials }),
      ...(signal && { signal }),
    });
    if (!response.ok) throw await toApiError(response);
    return response;
  };
}

/** Sends, and reads the JSON of the answer. */
export async function requestJson<T>(
  transport: Transport,
  path: string,
  request?: TransportRequest,
): Promise<T> {
  const response = await transport(path, request);
  try {
    // The server and this client are released together; the API's own tests hold its answers to these types.
    return (await response.json()) as T;
  } catch (cause) {
    if (request?.signal?.aborted) throw cause;
    const detail = `The answer of the server (${response.status}) broke off or is no JSON. Check the address and try again.`;
    throw new ApiError({ status: response.status, code: 'unexpected_answer', detail }, { cause });
  }
}

async function reach(send: FetchLike, url: string, init: RequestInit): Promise<Response> {
  try {
    return await send(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    const detail = 'The server could not be reached. Check the connection and try again.';
    throw new ApiError({ code: 'network', detail }, { cause });
  }
}

function toSearch(query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text && `?${text}`;
}
