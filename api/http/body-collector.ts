export interface BodyCollector {
  /** False once the decoded bytes are more than the limit; nothing is kept from then on. */
  add(chunk: Uint8Array): boolean;
  bytes(): Uint8Array;
}

/** Keeps a body's decoded bytes while they come, `limit` of them at the most. */
export function createBodyCollector(limit: number): BodyCollector {
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add(chunk) {
      size += chunk.byteLength;
      if (size > limit) {
        chunks.length = 0;
        return false;
      }
      chunks.push(chunk);
      return true;
    },
    bytes() {
      if (chunks.length === 1 && chunks[0]) return chunks[0];
      const whole = new Uint8Array(size);
      let offset = 0;
      for (const chunk of chunks) {
        whole.set(chunk, offset);
        offset += chunk.byteLength;
      }
      return whole;
    },
  };
}
