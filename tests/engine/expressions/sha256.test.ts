import { createHash, createHmac } from 'node:crypto';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/engine/text/hex.js';
import { hmacSha256, sha256 } from '../../../src/engine/text/sha256.js';

const digest = (bytes: Uint8Array) => toHex(sha256(bytes));
const mac = (key: Uint8Array, message: Uint8Array) => toHex(hmacSha256(key, message));
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => index * 31 + length);
const anyBytes = fc.uint8Array({ maxLength: 300 });
const seeds = [0, 1, 2];

describe('SHA-256', () => {
  it('[T9] digests of every length up to four blocks are those of Node', () => {
    for (let length = 0; length <= 256; length++) {
      const bytes = bytesOf(length);
      expect(digest(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  it('[T9] the digest of a million letters is that of FIPS 180-4', () => {
    const million = new Uint8Array(1_000_000).fill(0x61);
    expect(digest(million)).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });

  it.each(seeds)('[T9] any bytes have the digest of Node and of another library (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const found = digest(bytes);
        expect(found).toBe(createHash('sha256').update(bytes).digest('hex'));
        expect(found).toBe(toHex(nobleSha256(bytes)));
      }),
      { seed, numRuns: 300 },
    );
  });

  it('[T9] a part of a larger buffer is read from where it begins', () => {
    const whole = bytesOf(200);
    expect(digest(whole.subarray(70, 150))).toBe(digest(whole.slice(70, 150)));
  });
});

describe('HMAC with SHA-256', () => {
  it.each(seeds)(
    '[T9] any key and message have the HMAC of Node and of another library (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(anyBytes, anyBytes, (key, message) => {
          const found = mac(key, message);
          expect(found).toBe(createHmac('sha256', key).update(message).digest('hex'));
          expect(found).toBe(toHex(hmac(nobleSha256, key, message)));
        }),
        { seed, numRuns: 300 },
      );
    },
  );

  it('[T9] keys of a block, and of one byte less and more, have the HMAC of Node', () => {
    for (const length of [0, 1, 63, 64, 65, 128]) {
      const key = bytesOf(length);
      expect(mac(key, bytesOf(5))).toBe(createHmac('sha256', key).update(bytesOf(5)).digest('hex'));
    }
  });
});
