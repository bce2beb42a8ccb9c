import { isUtf8 } from 'node:buffer';
import { type Dispatcher, errors } from 'undici';
import type { HttpFailure, HttpPhase, HttpReply } from '#engine';
import type { Exchange, ExchangeRequest } from './exchange.js';
import {
  answerFailure,
  brokenConnection,
  headersTooLarge,
  invalidAnswer,
  stopFailure,
} from './exchange-failure.js';
import { createBodyReader } from './response-body.js';
import type { StopReason } from './stop.js';
import { cannotConnect, type Target } from './target.js';
import { joinHeaders, toReply } from './to-reply.js';

/** Exchanges over the connections of an undici dispatcher. */
export function createAgentExchange(dispatcher: Dispatcher): Exchange {
  return (request) => new Promise((resolve) => start(dispatcher, request, resolve));
}

type Resolve = (outcome: HttpReply | HttpFailure) => void;

function start(dispatcher: Dispatcher, request: ExchangeRequest, resolve: Resolve): void {
  const { target, stop, firstByteMs } = request;
  let controller: Dispatcher.DispatchController | undefined;
  let reader: ReturnType<typeof createBodyReader> | undefined;
  let firstByteTimer: ReturnType<typeof setTimeout> | undefined;
  let phase: HttpPhase = 'connect';
  let settled = false;

  const settle = (outcome: HttpReply | HttpFailure): void => {
    if (settled) return;
    settled = true;
    clearTimeout(firstByteTimer);
    stop.listener = undefined;
    if (!outcome.ok) {
      reader?.destroy();
      controller?.abort(new Error(outcome.message));
    }
    resolve(outcome);
  };
  const onStop = (reason: StopReason): void => settle(stopFailure(target, reason, phase));

  if (stop.reason) {
    onStop(stop.reason);
    return;
  }
  stop.listener = onStop;

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      if (settled) {
        started.abort(new Error('The request was stopped before it was sent.'));
        return;
      }
      controller = started;
      phase = 'sent';
      firstByteTimer = setTimeout(() => settle(stopFailure(target, 'timeout', phase)), firstByteMs);
    },
    onResponseStart(_controller, status, rawHeaders) {
      // Informational answers (1xx) come before the one that counts.
      if (status < 200) return;
      clearTimeout(firstByteTimer);
      phase = 'first_byte';
      const headers = joinHeaders(Object.entries(rawHeaders), textOfHeader);
      reader = createBodyReader(headers['content-encoding'] ?? '', request.maxResponseBytes, {
        onEnd: (bytes) => settle(toReply(status, headers, bytes)),
        onFailure: (refusal) => settle(answerFailure(target, refusal, phase)),
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
    settle(invalidRequest(error instanceof Error ? error.message : String(error), phase));
  }
}

/** undici gives each byte as a character of Latin-1; what is UTF-8 is meant as that, in a `location` above all. */
function textOfHeader(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : value;
}

function errorFailure(target: Target, error: Error, phase: HttpPhase): HttpFailure {
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError) {
    return invalidRequest(error.message, phase);
  }
  if (phase === 'connect') return connectFailure(target, error);
  if (error instanceof errors.HeadersOverflowError) return answerFailure(target, headersTooLarge, phase);
  if (error instanceof errors.HTTPParserError || error instanceof errors.ResponseContentLengthMismatchError) {
    return answerFailure(target, invalidAnswer, phase);
  }
  return brokenConnection(target, phase);
}

/** Of OpenSSL's checks of a certificate and Node's own; what begins with ERR_SSL is about the protocol. */
const certificateCodes = /^(?!ERR_SSL).*(?:CERT|UNABLE_TO|INVALID_CA|INVALID_PURPOSE|HOSTNAME)/;

/** A certificate is the one thing that is told apart here: nobody mends it who can't see what is wrong. */
function connectFailure(target: Target, error: Error): HttpFailure {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !certificateCodes.test(code))
    return { ok: false, ...cannotConnect(target.host, target.port), phase: 'connect' };
  const message = `${target.host} has no TLS certificate that can be trusted (${error.message}).`;
  return { ok: false, code: 'connection_failed', message, phase: 'connect' };
}

function invalidRequest(message: string, phase: HttpPhase): HttpFailure {
  return { ok: false, code: 'invalid_request', message, phase };
}
