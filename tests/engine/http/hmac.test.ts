import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingRequest } from '#engine';
import type { HmacAuth, SignedPart } from '../../../src/engine/http/auth/auth.js';
import { sentUrl } from '../../../src/engine/http/auth/sent-url.js';
import { apply, headersOf, hmac, SECONDS } from '../../support/request-auth.js';

describe('HMAC', () => {
  const body = 'what do ya want for nothing?';

  it.each<[HmacAuth['algorithm'], string]>([
    ['sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
    [
      'sha512',
      '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
    ],
  ])('[Q14] the second test case of RFC 2202 and RFC 4231 with %s', async (algorithm, signature) => {
    expect(await headersOf(hmac({ algorithm }), { body })).toEqual({ 'x-signature': signature });
    expect(await headersOf(hmac({ algorithm, encoding: 'base64' }), { body: Buffer.from(body) })).toEqual({
      'x-signature': Buffer.from(signature, 'hex').toString('base64'),
    });
  });

  it('[Q14] as GitHub signs its webhooks, with the example of its documentation', async () => {
    const auth = hmac({
      secret: "It's a Secret to Everybody",
      header: 'X-Hub-Signature-256',
      prefix: 'sha256=',
    });
    expect(await headersOf(auth, { method: 'POST', body: 'Hello, World!' })).toEqual({
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    });
  });

  it('[Q14] as Slack signs its requests, with the example of its documentation', async () => {
    const auth = hmac({
      secret: '8f742231b10e8888abcd99yyyzzz85a5',
      header: 'X-Slack-Signature',
      prefix: 'v0=',
      timestampHeader: 'X-Slack-Request-Timestamp',
      sign: [{ text: 'v0' }, 'timestamp', 'body'],
      separator: ':',
    });
    const form =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const { headers } = await apply(auth, { method: 'POST', body: form }, 1_531_420_618_700);
    expect(headers).toEqual({
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    });
  });

  it('[Q14] as Stripe signs its events: time and body with a dot between them', async () => {
    const auth = hmac({ secret: 'whsec_1', sign: ['timestamp', 'body'], separator: '.', prefix: 'v1=' });
    const signature = createHmac('sha256', 'whsec_1').update(`${SECONDS}.{"a":"ü"}`).digest('hex');
    expect(await headersOf(auth, { body: '{"a":"ü"}' })).toEqual({ 'x-signature': `v1=${signature}` });
  });

  it('[Q14] every part of a request, in order', async () => {
    const parts: [SignedPart, string][] = [
      ['method', 'PUT'],
      ['url', 'https://api.test:8443/a%20b?q=%C3%A9'],
      ['host', 'api.test:8443'],
      ['path', '/a%20b'],
      ['query', 'q=%C3%A9'],
      ['body_sha256', createHash('sha256').update('bödy').digest('hex')],
      ['body', 'bödy'],
      ['timestamp', SECONDS],
      [{ text: 'käy' }, 'käy'],
      [{ header: 'Content-Type' }, 'text/plain'],
      [{ header: 'x-time' }, SECONDS],
    ];
    const auth = hmac({
      secret: 'ö',
      sign: parts.map(([part]) => part),
      separator: '\n',
      timestampHeader: 'X-Time',
    });
    const { headers } = await apply(auth, {
      method: 'PUT',
      url: 'HTTPS://API.test:8443/x/../a%20b?q=é#top',
      headers: { 'content-type': 'text/plain' },
      body: 'bödy',
    });
    const message = parts.map(([, text]) => text).join('\n');
    expect(headers['x-signature']).toBe(createHmac('sha256', 'ö').update(message).digest('hex'));
  });

  it('[Q14] no body is an empty one, and bytes are signed as they are', async () => {
    const bytes = Uint8Array.from([0, 255, 128, 10]);
    const signed = async (overrides: Partial<OutgoingRequest>) =>
      (await headersOf(hmac({ sign: [{ text: '<' }, 'body', { text: '>' }] }), overrides))['x-signature'];
    const expected = (...chunks: (string | Uint8Array)[]) =>
      chunks.reduce((mac, chunk) => mac.update(chunk), createHmac('sha256', 'Jefe')).digest('hex');
    expect(await signed({})).toBe(expected('<>'));
    expect(await signed({ body: bytes })).toBe(expected('<', bytes, '>'));
  });

  it.each([0, 1])('[Q14] URLs are signed as the URL Standard has them sent (seed %i)', (seed) => {
    const text = (...units: string[]) =>
      fc.string({ unit: fc.constantFrom('a', 'B', '.', '%2E', '%2f', 'é', '🔑', ...units), maxLength: 8 });
    const part = text(
      '/',
      '"',
      '<',
      '>',
      '`',
      '{',
      '}',
      "'",
      '|',
      '^',
      '+',
      '&',
      '=',
      ';',
      '!',
      '~',
      '(',
      '%',
      '[',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('http://', 'https://', 'HTTP://'),
        fc.constantFrom(
          'a.test',
          'A.Test:80',
          'a.test:443',
          'a.test:8080',
          '127.0.0.1',
          '[::1]:443',
          'a-b_c.test:',
        ),
        fc.option(
          part.map((path) => `/${path}`),
          { nil: '' },
        ),
        fc.option(
          part.map((query) => `?${query}`),
          { nil: '' },
        ),
        fc.option(
          part.map((fragment) => `#${fragment}`),
          { nil: '' },
        ),
        (scheme, host, path, query, fragment) => {
          const written = scheme + host + path + query + fragment;
          const parsed = new URL(written);
          expect(sentUrl(written)).toEqual({
            url: parsed.origin + parsed.pathname + parsed.search,
            host: parsed.host,
            path: parsed.pathname,
            query: parsed.search.slice(1),
          });
        },
      ),
      { seed, numRuns: 2_000 },
    );
  });
});
