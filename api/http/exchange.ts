import type { HttpFailure, HttpReply } from '#engine';
import type { Stop } from './stop.js';
import type { Target } from './target.js';

/** One request to one place; redirects are answers here. */
export interface ExchangeRequest {
  target: Target;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
  maxResponseBytes: number;
  /** From the request to the first byte of its answer, in milliseconds. */
  firstByteMs: number;
  stop: Stop;
}

/** Sends one request and collects its whole answer. Never rejects: what a network can do is a value. */
export type Exchange = (request: ExchangeRequest) => Promise<HttpReply | HttpFailure>;

/** Most bytes of an answer's headers. */
export const MAX_RESPONSE_HEADER_BYTES = 32 * 1024;

/** How long a server may take from the request to the first byte of its answer. */
export const FIRST_BYTE_MS = 30_000;
