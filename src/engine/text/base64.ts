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

const DIGITS = new Map(
  [...ALPHABET, '-', '_'].map((digit, index) => [digit, index < 64 ? index : index - 2]),
);

/**
 * Bytes from base64 in either alphabet of RFC 4648, read as browsers do: white space and missing padding are
 * fine (https://infra.spec.whatwg.org/#forgiving-base64). Undefined for a text that is no base64.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const packed = text.replace(/[\t\n\f\r ]+/g, '');
  const digits = packed.length % 4 === 0 ? packed.replace(/={1,2}$/, '') : packed;
  if (digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let length = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = DIGITS.get(digits.charAt(index));
    if (digit === undefined) return undefined;
    bits = (bits << 6) | digit;
    if (index % 4 > 0) bytes[length++] = bits >> (6 - 2 * (index % 4));
  }
  return bytes;
}
