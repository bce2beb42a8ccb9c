import type { HttpFailure, HttpReply, OutgoingRequest, SendOptions } from '#engine';
import type { WorkerHttpOptions } from '../../../api/http/worker-http.js';

/** When a request is cancelled: it is from the start, or once it has arrived. */
export type Cancel = 'before' | 'on arrival';

/** What a test asks a Worker to send through its door. */
export interface WireRequest {
  door: WorkerHttpOptions;
  request: OutgoingRequest;
  options: Pick<SendOptions, 'timeoutMs' | 'maxResponseBytes' | 'followRedirects'>;
  /** What `mayFollow` says yes to; absent: there is none. */
  followable?: readonly string[] | undefined;
  cancel?: Cancel | undefined;
  /** Reports only once the outside has seen the end of it. */
  untilClosed?: boolean | undefined;
}

export interface WireReply {
  reply: HttpFailure | Omit<HttpReply, 'bytes' | 'text'>;
  /** What `mayFollow` was asked. */
  asked: string[];
}

/** One line of JSON, then the bytes of the body. */
export function encodeReply(wire: WireReply, bytes: Uint8Array): Blob {
  return new Blob([`${JSON.stringify(wire)}\n`, bytes.slice()]);
}

export function decodeReply(message: Uint8Array): { reply: HttpFailure | HttpReply; asked: string[] } {
  const end = message.indexOf(0x0a);
  const { reply, asked }: WireReply = JSON.parse(new TextDecoder().decode(message.subarray(0, end)));
  const bytes = message.subarray(end + 1);
  return {
    reply: reply.ok ? { ...reply, bytes, text: () => new TextDecoder().decode(bytes) } : reply,
    asked,
  };
}
