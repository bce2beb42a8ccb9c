import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue } from '#engine';
import { fromBase64, toBase64 } from '../../../src/engine/text/base64.js';
import { toHex } from '../../../src/engine/text/hex.js';
import { encodeUtf8 } from '../../../src/engine/text/utf8.js';

const pipe = (input: JsonValue, calls: string) => evaluateTemplate(`{{input | ${calls}}}`, { input });
/** Any UTF-16 text, halves of surrogate pairs and all. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x2ff }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));
const wellFormed = fc.string({ unit: 'binary', maxLength: 80 });
/** The text with U+FFFD for halves of pairs. */
const repaired = (text: string) => Buffer.from(text).toString();
const seeds = [0, 1, 2];

describe('bytes of text', () => {
  it.each(seeds)(
    '[T9] any text becomes the UTF-8, hex and base64 that Node makes of it (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(anyText, (text) => {
          const bytes = Buffer.from(text);
          expect(Buffer.from(encodeUtf8(text))).toEqual(bytes);
          expect(pipe(text, 'hex')).toBe(bytes.toString('hex'));
          expect(pipe(text, 'base64')).toBe(bytes.toString('base64'));
        }),
        { seed, numRuns: 500 },
      );
    },
  );

  it.each(seeds)('[T9] base64 is decoded to the text that it was made of (seed %i)', (seed) => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(pipe(text, 'base64 | base64_decode')).toBe(text);
        expect(pipe(Buffer.from(text).toString('base64url'), 'base64_decode')).toBe(text);
      }),
      { seed, numRuns: 500 },
    );
  });

  it.each(seeds)('[T9] any text is base64 exactly where a browser says so (seed %i)', (seed) => {
    const piece = fc.constantFrom('A', 'b', '0', '+', '/', '=', ' ', '\n', '!', 'é', '\u00a0');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let expected: string | undefined;
        try {
          expected = Buffer.from(atob(text), 'latin1').toString('hex');
        } catch {
          expected = undefined;
        }
        const bytes = fromBase64(text);
        expect(bytes && toHex(bytes)).toBe(expected);
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it('[T9] bytes of any length come back from base64', () => {
    for (const length of [0, 1, 2, 3, 4, 20_000, 50_001]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
    }
  });

  it.each([
    ['A', 'needs base64'],
    ['AB=', 'needs base64'],
    ['AA=A', 'needs base64'],
    ['ab*d', 'needs base64'],
    ['/w==', 'needs base64 of UTF-8 text'],
    ['wIA=', 'needs base64 of UTF-8 text'],
    ['7aCA', 'needs base64 of UTF-8 text'],
    ['9JCAgA==', 'needs base64 of UTF-8 text'],
    ['4oI=', 'needs base64 of UTF-8 text'],
  ])('[T9] base64_decode refuses %s', (text, needs) => {
    expect(() => pipe(text, 'base64_decode')).toThrow(
      expect.objectContaining({
        code: 'type',
        message: `base64_decode ${needs}, but the value is the text "${text}".`,
      }),
    );
  });
});

describe('text in a URL and in HTML', () => {
  it.each(seeds)(
    '[T9] url_encode leaves only what RFC 3986 does, and url_decode takes it back (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(anyText, (text) => {
          const encoded = String(pipe(text, 'url_encode'));
          expect(encoded).toMatch(/^(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})*$/);
          expect(decodeURIComponent(encoded)).toBe(repaired(text));
          expect(pipe(encoded, 'url_decode')).toBe(repaired(text));
        }),
        { seed, numRuns: 500 },
      );
    },
  );

  it('[T9] url_encode keeps pairs of surrogates together in long text', () => {
    const text = `a${'😀'.repeat(1_500)}é`;
    expect(pipe(text, 'url_encode')).toBe(encodeURIComponent(text));
  });

  it.each(['%', '%4', '%zz', '%e9', '%c0%80', '%ed%a0%80', 'a%'])('[T9] url_decode refuses %s', (text) => {
    expect(() => pipe(text, 'url_decode')).toThrow(
      `url_decode needs text whose every % begins an escape of UTF-8, but the value is the text "${text}".`,
    );
  });

  it('[T9] url_decode leaves + alone', () => {
    expect(pipe('a+b%2B', 'url_decode')).toBe('a+b+');
  });

  it('[T9] html_escape leaves nothing that begins or ends an element, an attribute or an entity', () => {
    expect(pipe(`<a href="x" title='y'>&amp;</a> $& `, 'html_escape')).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt; $&amp; ',
    );
  });
});

describe('digests', () => {
  it.each(seeds)('[T9] sha256 and hmac_sha256 are those of Node (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyText, anyText, (text, key) => {
        const scope = { input: { text, key } };
        const hash = createHash('sha256').update(repaired(text));
        const hmac = createHmac('sha256', repaired(key)).update(repaired(text));
        expect(evaluateTemplate('{{input.text | sha256}}', scope)).toBe(hash.copy().digest('hex'));
        expect(evaluateTemplate('{{input.text | sha256("base64")}}', scope)).toBe(hash.digest('base64'));
        expect(evaluateTemplate('{{input.text | hmac_sha256(input.key, "base64")}}', scope)).toBe(
          hmac.digest('base64'),
        );
      }),
      { seed, numRuns: 300 },
    );
  });

  it.each([55, 56, 63, 64, 65, 119, 1_000])(
    '[T9] a text and a key of %i bytes fill blocks in every way',
    (length) => {
      const text = 'x'.repeat(length);
      expect(pipe(text, 'sha256')).toBe(createHash('sha256').update(text).digest('hex'));
      expect(evaluateTemplate('{{"m" | hmac_sha256(input)}}', { input: text })).toBe(
        createHmac('sha256', text).update('m').digest('hex'),
      );
    },
  );

  // RFC 4231, test case 1 (a key of bytes that are text), and the empty text of FIPS 180-4.
  it('[T9] digests are those of the standards', () => {
    expect(evaluateTemplate('{{"Hi There" | hmac_sha256(input)}}', { input: '\u000b'.repeat(20) })).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(pipe('', 'sha256')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it.each(['sha256("HEX")', 'hmac_sha256("k", "hex ")'])('[T9] %s is refused', (call) => {
    expect(() => pipe('a', call)).toThrow(
      /^\w+'s encoding must be "hex" or "base64", but the value is the text /,
    );
  });
});
