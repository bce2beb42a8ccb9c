import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { createBodyCollector } from './body-collector.js';
import { type AnswerRefusal, bodyTooLarge, brokenEncoding, unknownEncoding } from './exchange-failure.js';

/** More layers than this are an attack, not an encoding. */
const MAX_ENCODINGS = 2;

/** Node has zstd since 22.15; before, we don't ask for it and can't read it. */
const hasZstd = typeof zlib.createZstdDecompress === 'function';
export const ACCEPT_ENCODING = hasZstd ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br';

export interface BodyEvents {
  /** The decoded body is complete. */
  onEnd(bytes: Uint8Array): void;
  onFailure(refusal: AnswerRefusal): void;
  /** The decoder is full (`pause`) or has room again (`resume`). */
  onFlow(action: 'pause' | 'resume'): void;
}

export interface BodyReader {
  write(chunk: Uint8Array): void;
  end(): void;
  destroy(): void;
}

/**
 * Collects a response body, undoing its content encodings, and counts the *decoded* bytes while they
 * come: past `limit` it fails at once, so that a small compressed answer can't fill the memory.
 */
export function createBodyReader(contentEncoding: string, limit: number, events: BodyEvents): BodyReader {
  const collect = createCollect(limit, events);
  if (contentEncoding === '') return { write: collect.add, end: collect.finish, destroy: () => {} };
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const decoders = encodings.reverse().map(createDecoder);
  if (encodings.length > MAX_ENCODINGS || decoders.includes(undefined)) {
    // Answers to HEAD and the like name an encoding but have no body: then there is nothing that can't be read.
    const write = () => events.onFailure(unknownEncoding(contentEncoding));
    return { write, end: collect.finish, destroy: () => {} };
  }
  if (decoders.length === 0) return { write: collect.add, end: collect.finish, destroy: () => {} };
  return createDecodingReader(
    decoders.filter((decoder) => decoder !== undefined),
    collect,
    events,
  );
}

interface Collect {
  add(chunk: Uint8Array): void;
  finish(): void;
}

function createCollect(limit: number, events: BodyEvents): Collect {
  const collector = createBodyCollector(limit);
  let isFull = false;
  return {
    add(chunk) {
      if (isFull || collector.add(chunk)) return;
      isFull = true;
      events.onFailure(bodyTooLarge(limit));
    },
    finish() {
      if (!isFull) events.onEnd(collector.bytes());
    },
  };
}

function createDecodingReader(
  decoders: readonly Decoder[],
  collect: Collect,
  events: BodyEvents,
): BodyReader {
  let streams: Transform[] | undefined;
  let done = false;
  const fail = (): void => {
    if (done) return;
    done = true;
    events.onFailure(brokenEncoding);
  };
  const open = (chunk: Uint8Array): Transform[] => {
    const opened = decoders.map((decoder, index) => decoder(index === 0 ? chunk : undefined));
    opened.forEach((stream, index) => {
      stream.on('error', fail);
      const next = opened[index + 1];
      if (next) stream.pipe(next);
    });
    const last = opened.at(-1);
    last?.on('data', (data: Uint8Array) => collect.add(data));
    last?.on('end', () => {
      if (!done) collect.finish();
      done = true;
    });
    opened[0]?.on('drain', () => events.onFlow('resume'));
    return opened;
  };
  return {
    write(chunk) {
      streams ??= open(chunk);
      if (streams[0]?.write(chunk) === false) events.onFlow('pause');
    },
    end: () => (streams ? streams[0]?.end() : collect.finish()),
    destroy() {
      done = true;
      for (const stream of streams ?? []) stream.destroy();
    },
  };
}

/** Makes the stream when the first bytes are there; they are known for the outermost encoding only. */
type Decoder = (first: Uint8Array | undefined) => Transform;

function createDecoder(encoding: string): Decoder | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return () => zlib.createGunzip();
    case 'br':
      return () => zlib.createBrotliDecompress();
    case 'zstd':
      return hasZstd ? () => zlib.createZstdDecompress() : undefined;
    case 'deflate':
      // RFC 9110 says zlib, some servers send raw deflate; the first byte of zlib has 8 in its low half.
      return (first) => (((first?.[0] ?? 8) & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw());
    default:
      return undefined;
  }
}
