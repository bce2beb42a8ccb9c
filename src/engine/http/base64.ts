const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 (RFC 4648, section 4). `btoa` and `Buffer` are not part of the language. */
export function toBase64(bytes: Uint8Array): string {
  const chunks: string[] = [];
  let chunk = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const first = bytes[index] ?? 0;
    const second = bytes[index + 1];
    const third = bytes[index + 2];
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    chunk += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63);
    chunk += second === undefined ? '=' : ALPHABET.charAt((bits >> 6) & 63);
    chunk += third === undefined ? '=' : ALPHABET.charAt(bits & 63);
    if (chunk.length > 16_384) {
      chunks.push(chunk);
      chunk = '';
    }
  }
  chunks.push(chunk);
  return chunks.join('');
}
