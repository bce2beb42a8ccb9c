import type { HttpFailure, HttpPhase, HttpReply } from '#engine';
import { createBodyCollector } from './body-collector.js';
import { type Exchange, type ExchangeRequest, MAX_RESPONSE_HEADER_BYTES } from './exchange.js';
import {
  type AnswerRefusal,
  answerFailure,
  bodyTooLarge,
  brokenConnection,
  brokenEncoding,
  headersTooLarge,
  stopFailure,
  unknownEncoding,
} from './exchange-failure.js';
import type { TargetRules } from './target.js';
import { joinHeaders, toReply } from './to-reply.js';

/** What Workers decode by themselves, spelled just so; anything else comes through as it was sent. */
const decodedEncodings = new Set(['', 'identity', 'gzip', 'br']);
export const FETCH_ACCEPT_ENCODING = 'gzip, br';

/** How far an exchange is; a deadline that ends it tells. */
interface Progress {
  phase: HttpPhase;
}

/** Exchanges over the `fetch` of Cloudflare Workers, which tells nothing about a request before its answer. */
export function createFetchExchange(cannotConnect: TargetRules['cannotConnect']): Exchange {
  return async (request) => {
    const { target, stop, firstByteMs } = request;
    if (stop.reason) return stopFailure(target, stop.reason, 'connect');
    const controller = new AbortController();
    const prepared = prepare(request, controller.signal);
    if (!(prepared instanceof Request)) return prepared;

    const progress: Progress = { phase: 'sent' };
    const stopped = new Promise<HttpFailure>((resolve) => {
      const onAbort = (): void => resolve(stopFailure(target, controller.signal.reason, progress.phase));
      controller.signal.addEventListener('abort', onAbort, { once: true });
    });
    stop.listener = (reason) => controller.abort(reason);
    const firstByteTimer = setTimeout(() => controller.abort('timeout'), firstByteMs);
    const receive = async (): Promise<HttpReply | HttpFailure> => {
      let response: Response;
      try {
        // biome-ignore lint/style/noRestrictedGlobals: the guarded door of a platform whose only way out is fetch.
        response = await fetch(prepared);
      } catch {
        // Not told apart: a closed port, a name that isn't there, a connection that broke.
        return { ok: false, ...cannotConnect(target.host, target.port), phase: progress.phase };
      }
      clearTimeout(firstByteTimer);
      progress.phase = 'first_byte';
      return readAnswer(response, request, progress);
    };
    const outcome = await Promise.race([stopped, receive()]);
    clearTimeout(firstByteTimer);
    stop.listener = undefined;
    // Lets go of the connection and of what is still to come on it.
    if (!outcome.ok) controller.abort();
    return outcome;
  };
}

/** The platform's own request, before anything is sent; or why it will not send such a one. */
function prepare(request: ExchangeRequest, signal: AbortSignal): Request | HttpFailure {
  const { target, method, headers, body } = request;
  try {
    return new Request(target.url, {
      method,
      headers,
      // As bytes, since fetch gives a text without a content type one of its own. They are never of shared memory.
      body:
        typeof body === 'string'
          ? new TextEncoder().encode(body)
          : ((body as Uint8Array<ArrayBuffer>) ?? null),
      redirect: 'manual',
      cache: 'no-store',
      signal,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, code: 'invalid_request', message, phase: 'connect' };
  }
}

async function readAnswer(
  response: Response,
  { target, maxResponseBytes }: ExchangeRequest,
  progress: Progress,
): Promise<HttpReply | HttpFailure> {
  const refuse = (refusal: AnswerRefusal): HttpFailure => answerFailure(target, refusal, progress.phase);
  const entries = [...response.headers];
  const size = entries.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  if (size > MAX_RESPONSE_HEADER_BYTES) return refuse(headersTooLarge);
  const headers = joinHeaders(entries);
  const encoding = headers['content-encoding'] ?? '';
  const collector = createBodyCollector(maxResponseBytes);
  // Nothing at all is no gzip to Workers, and yet it is what many servers send as an empty body.
  const reader = headers['content-length'] === '0' ? undefined : response.body?.getReader();
  try {
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
      progress.phase = 'body';
      // HEAD, 204 and the like name an encoding but have no body: nothing to decode then.
      if (!decodedEncodings.has(encoding)) return refuse(unknownEncoding(encoding));
      if (!collector.add(chunk.value)) return refuse(bodyTooLarge(maxResponseBytes));
    }
  } catch (error) {
    // Workers throw a TypeError for what they can't decode, and an Error for a connection that broke.
    return error instanceof TypeError ? refuse(brokenEncoding) : brokenConnection(target, progress.phase);
  }
  return toReply(response.status, headers, collector.bytes());
}
