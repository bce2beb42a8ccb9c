/** So many bytes are written at once: a text that grew byte by byte would take much more memory. */
const CHUNK = 4_096;

/** Bytes as two hexadecimal digits each, in lower case, with a prefix before each pair. */
export function toHex(bytes: Uint8Array, prefix = ''): string {
  const chunks: string[] = [];
  for (let index = 0; index < bytes.length; index += CHUNK) {
    const pairs = Array.from(
      bytes.subarray(index, index + CHUNK),
      (byte) => prefix + byte.toString(16).padStart(2, '0'),
    );
    chunks.push(pairs.join(''));
  }
  return chunks.join('');
}
