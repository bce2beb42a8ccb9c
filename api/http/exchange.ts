import type { OutgoingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { HttpFailure, HttpPhase, HttpReply } from '#engine';
import { createBodyReader } from './response-body.js';
import { cannotConnect, type Target } from './target.js';

/** One request to one place; redirects are answers here. */
export interface ExchangeRequest {
  target: Target;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
  maxResponseBytes: number;
  /** Aborted with `'timeout'` or `'cancelled'` as its reason. */
  signal: AbortSignal;
}

type Settled = HttpReply | HttpFailure;

/** Sends one request and collects its whole answer. Never rejects: what a network can do is a value. */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<Settled> {
  return new Promise((resolve) => start(dispatcher, request, resolve));
}

function start(dispatcher: Dispatcher, request: ExchangeRequest, resolve: (outcome: Settled) => void): void {
  const { target, signal } = request;
  let controller: Dispatcher.DispatchController | undefined;
  let reader: ReturnType<typeof createBodyReader> | undefined;
  let reply: { status: number; headers: Record<string, string> } | undefined;
  let phase: HttpPhase = 'connect';
  let settled = false;

  const settle = (outcome: Settled): void => {
    if (settled) return;
    settled = true;
    signal.removeEventListener('abort', onStop);
    if (!outcome.ok) {
      reader?.destroy();
      controller?.abort(new Error(outcome.message));
    }
    resolve(outcome);
  };
  const fail = (code: HttpFailure['code'], message: string): void =>
    settle({ ok: false, code, message, phase });
  const onStop = (): void => settle(stopFailure(target, signal.reason, phase));

  if (signal.aborted) {
    onStop();
    return;
  }
  signal.addEventListener('abort', onStop, { once: true });

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      if (settled) {
        started.abort(new Error('The request was stopped before it was sent.'));
        return;
      }
      controller = started;
      phase = 'sent';
    },
    onResponseStart(_controller, status, headers) {
      // Informational answers (1xx) come before the one that counts.
      if (status < 200) return;
      phase = 'first_byte';
      reply = { status, headers: joinHeaders(headers) };
      reader = createBodyReader(reply.headers['content-encoding'] ?? '', request.maxResponseBytes, {
        onEnd: (bytes) => settle(toReply(reply?.status ?? status, reply?.headers ?? {}, bytes)),
        onFailure: (code, message) => fail(code, `${target.host}: ${message}`),
        onFlow: (action) => controller?.[action](),
      });
    },
    onResponseData(_controller, chunk) {
      phase = 'body';
      reader?.write(chunk);
    },
    onResponseEnd: () => reader?.end(),
    onResponseError: (_controller, error) => settle(errorFailure(target, error, phase)),
  };
  try {
    dispatcher.dispatch(
      {
        origin: target.url.origin,
        path: `${target.url.pathname}${target.url.search}`,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
      },
      handler,
    );
  } catch (error) {
    // undici throws for requests that it refuses to send at all.
    fail('invalid_request', error instanceof Error ? error.message : String(error));
  }
}

function toReply(status: number, headers: Record<string, string>, bytes: Uint8Array): HttpReply {
  return { ok: true, status, headers, bytes, text: () => new TextDecoder().decode(bytes) };
}

function joinHeaders(headers: OutgoingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    // An own property whatever the server calls its header, also `__proto__`.
    Object.defineProperty(joined, name.toLowerCase(), {
      value: Array.isArray(value) ? value.join(', ') : String(value ?? ''),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return joined;
}

function stopFailure(target: Target, reason: unknown, phase: HttpPhase): HttpFailure {
  if (reason === 'cancelled')
    return { ok: false, code: 'cancelled', message: 'The request was cancelled.', phase };
  if (phase === 'connect') return { ok: false, ...cannotConnect(target.host, target.port), phase };
  return { ok: false, code: 'timeout', message: `${target.host} did not answer in time.`, phase };
}

function errorFailure(target: Target, error: Error, phase: HttpPhase): HttpFailure {
  const sent = phase !== 'connect';
  const code = 'code' in error ? error.code : undefined;
  if (error instanceof errors.HeadersOverflowError) {
    return {
      ok: false,
      code: 'bad_response',
      message: `${target.host} sent more than 32 KB of headers.`,
      phase,
    };
  }
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return { ok: false, code: 'invalid_request', message: error.message, phase };
  }
  if (
    sent &&
    (error instanceof errors.HTTPParserError || error instanceof errors.ResponseContentLengthMismatchError)
  ) {
    return {
      ok: false,
      code: 'bad_response',
      message: `${target.host} did not answer with valid HTTP.`,
      phase,
    };
  }
  if (sent) {
    const when = phase !== 'sent' ? 'before its answer was complete' : 'without an answer';
    return {
      ok: false,
      code: 'connection_failed',
      message: `${target.host} closed the connection ${when}.`,
      phase,
    };
  }
  if (typeof code === 'string' && /CERT|ERR_TLS|ERR_SSL|UNABLE_TO|SELF_SIGNED/.test(code)) {
    return {
      ok: false,
      code: 'connection_failed',
      message: `${target.host} has no TLS certificate that can be trusted (${error.message}).`,
      phase,
    };
  }
  return { ok: false, ...cannotConnect(target.host, target.port), phase };
}
