import { encodeUtf8 } from './utf8.js';

/** Pieces one after another, texts among them as UTF-8. */
export function joinBytes(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const chunks = pieces.map((piece) => (typeof piece === 'string' ? encodeUtf8(piece) : piece));
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
