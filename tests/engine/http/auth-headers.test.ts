import { describe, expect, it } from 'vitest';
import { applyAuth } from '../../../src/engine/http/auth/apply-auth.js';
import type { ApiKeyAuth } from '../../../src/engine/http/auth/auth.js';
import { apiKey, apply, basic, bearer, headersOf, NOW, request } from '../../support/request-auth.js';

describe('bearer and basic', () => {
  it.each([
    ['mF_9.B5f-4.1JqM', 'Bearer mF_9.B5f-4.1JqM'],
    [' copied-with-a-break\n', 'Bearer copied-with-a-break'],
  ])('[Q12] the token %j', async (token, authorization) => {
    expect(await headersOf(bearer(token), { headers: { accept: '*/*' } })).toEqual({
      accept: '*/*',
      authorization,
    });
  });

  it.each([
    ['Aladdin', 'open sesame', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['test', '123£', 'Basic dGVzdDoxMjPCow=='],
    ['sk_test_1', '', 'Basic c2tfdGVzdF8xOg=='],
    ['', 'a:b', 'Basic OmE6Yg=='],
    ['me', ' 🔑 ', `Basic ${Buffer.from('me: 🔑 ').toString('base64')}`],
  ])('[Q12] %j with %j, as RFC 7617 writes them', async (username, password, authorization) => {
    expect(await headersOf(basic(username, password))).toEqual({ authorization });
  });

  it('[Q12] are added at once, to a request that stays as it was', () => {
    const before = request({ headers: { a: 'b' }, body: 'x' });
    const after = applyAuth(before, bearer('t0ken'), { now: NOW });
    expect(after).toEqual({ ...before, headers: { a: 'b', authorization: 'Bearer t0ken' } });
    expect(before.headers).toEqual({ a: 'b' });
  });
});

describe('API keys', () => {
  it.each<[Partial<ApiKeyAuth>, Record<string, string>]>([
    [{}, { 'x-api-key': 'k3y' }],
    [{ name: 'Authorization', prefix: 'Bot ' }, { authorization: 'Bot k3y' }],
    [{ name: 'Authorization', prefix: 'Token token=' }, { authorization: 'Token token=k3y' }],
    [{ value: ' k3y\n', prefix: ' ' }, { 'x-api-key': 'k3y' }],
  ])('[Q12] in a header: %j', async (auth, headers) => {
    expect(await headersOf(apiKey(auth))).toEqual(headers);
  });

  it.each([
    ['https://api.test/x', 'https://api.test/x?key=a%26b%3Dc%23%20d'],
    ['https://api.test/x?q=1#top', 'https://api.test/x?q=1&key=a%26b%3Dc%23%20d#top'],
    ['https://api.test/x#?key=1', 'https://api.test/x?key=a%26b%3Dc%23%20d#?key=1'],
    ['https://api.test/x?a#&key=1', 'https://api.test/x?a&key=a%26b%3Dc%23%20d#&key=1'],
    ['https://api.test/x?#?key=1', 'https://api.test/x?key=a%26b%3Dc%23%20d#?key=1'],
    ['https://api.test/key=1?keys=key', 'https://api.test/key=1?keys=key&key=a%26b%3Dc%23%20d'],
  ])('[Q12] in the query of %s', async (url, expected) => {
    const applied = await apply(apiKey({ in: 'query', name: 'key', value: 'a&b=c# d' }), { url });
    expect(applied).toEqual(request({ url: expected }));
  });

  it.each([
    [undefined, 'sid=a"b,c=='],
    ['', 'sid=a"b,c=='],
    ['theme=dark', 'theme=dark; sid=a"b,c=='],
    ['theme=dark; x=sid; ', 'theme=dark; x=sid; sid=a"b,c=='],
  ])('[Q12] in a cookie beside %j', async (cookie, expected) => {
    const auth = apiKey({ in: 'cookie', name: 'sid', value: 'a"b,c==' });
    expect(await headersOf(auth, { headers: cookie === undefined ? {} : { cookie } })).toEqual({
      cookie: expected,
    });
  });
});
