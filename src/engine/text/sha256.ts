import { joinBytes } from './join-bytes.js';

/** Bytes of a block, and rounds over each. */
const BLOCK = 64;
const ROUND_CONSTANTS = rootsOfPrimes(64, Math.cbrt);

/** The SHA-256 digest (FIPS 180-4, section 6.2) of a message. */
export function sha256(message: Uint8Array): Uint8Array {
  const { length } = message;
  // Whole blocks: after the message a 1 bit, zeros, and the message's length in 64 bits.
  const bytes = new Uint8Array(Math.ceil((length + 9) / BLOCK) * BLOCK);
  bytes.set(message);
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, length / 2 ** 29);
  view.setUint32(bytes.length - 4, length * 8);
  const hash = rootsOfPrimes(8, Math.sqrt);
  const words = new Int32Array(BLOCK);
  for (let block = 0; block < bytes.length; block += BLOCK) {
    const before = [...hash];
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = before;
    for (let round = 0; round < BLOCK; round++) {
      const word = round < 16 ? view.getInt32(block + 4 * round) : nextWord(words, round);
      words[round] = word;
      const mixed =
        h +
        (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
        ((e & f) ^ (~e & g)) +
        (ROUND_CONSTANTS[round] ?? 0) +
        word;
      h = g;
      g = f;
      f = e;
      e = (d + mixed) | 0;
      d = c;
      c = b;
      b = a;
      a = (mixed + (turn(b, 2) ^ turn(b, 13) ^ turn(b, 22)) + ((b & c) ^ (b & d) ^ (c & d))) | 0;
    }
    hash.set([a, b, c, d, e, f, g, h].map((value, index) => value + (before[index] ?? 0)));
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, value] of hash.entries()) digest.setInt32(4 * index, value);
  return new Uint8Array(digest.buffer);
}

/** The HMAC of a message with SHA-256 (RFC 2104). */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? sha256(key) : key);
  const digest = (pad: number, rest: Uint8Array) =>
    sha256(joinBytes([block.map((byte) => byte ^ pad), rest]));
  return digest(0x5c, digest(0x36, message));
}

/** Section 6.2.2, step 1: each word after the sixteenth comes from those before it. */
function nextWord(words: Int32Array, round: number): number {
  const far = words[round - 15] ?? 0;
  const near = words[round - 2] ?? 0;
  const mixedFar = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
  const mixedNear = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
  return (mixedNear + (words[round - 7] ?? 0) + mixedFar + (words[round - 16] ?? 0)) | 0;
}

/** A word with its bits turned to the right. */
function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The first 32 bits after the point of the roots of the first primes (sections 4.2.2 and 5.3.3). */
function rootsOfPrimes(count: number, root: (prime: number) => number): Int32Array {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++)
    if (primes.every((prime) => number % prime > 0)) primes.push(number);
  return Int32Array.from(primes, (prime) => root(prime) * 2 ** 32);
}
