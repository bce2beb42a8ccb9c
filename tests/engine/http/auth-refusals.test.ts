import { describe, expect, it } from 'vitest';
import type { ResolvedAuth } from '../../../src/engine/http/auth/auth.js';
import { apiKey, apply, aws, basic, bearer, headersOf, hmac, refusal } from '../../support/request-auth.js';

describe('refusals', () => {
  it.each<[string, ResolvedAuth, string]>([
    ['bearer', bearer('t'), 'authorization'],
    ['basic', basic('a', 'b'), 'Authorization'],
    ['an API key', apiKey({ name: 'x-key' }), 'X-Key'],
    ['a signature', hmac(), 'x-signature'],
    ['a timestamp', hmac({ timestampHeader: 'x-time' }), 'x-time'],
    ['AWS', aws(), 'authorization'],
    ['the date of AWS', aws(), 'x-amz-date'],
    ['the session of AWS', aws({ sessionToken: 't' }), 'x-amz-security-token'],
  ])('[Q13] %s and a header by hand', async (_, auth, name) => {
    expect(await refusal(auth, { headers: { [name]: 'mine' } })).toMatchObject({
      code: 'unsafe_header',
      place: `request.headers${/^\w+$/.test(name) ? `.${name}` : `['${name}']`}`,
    });
  });

  it.each(['?a=1&key=2', '?key', '?k%65y=1#', '?KEY=', '?%ff&key=1'])(
    '[Q13] a key and the query %s',
    async (query) => {
      expect(
        await refusal(apiKey({ in: 'query', name: 'key' }), { url: `https://api.test/${query}` }),
      ).toMatchObject({
        code: 'unsafe_url',
        place: 'request.query.key',
      });
    },
  );

  it('[Q13] a key whose name has a space', async () => {
    const auth = apiKey({ in: 'query', name: 'my key' });
    expect((await apply(auth)).url).toBe('https://api.test/x?my%20key=k3y');
    for (const query of ['my+key=1', 'my%20key=1']) {
      expect((await refusal(auth, { url: `https://api.test/?${query}` })).code).toBe('unsafe_url');
    }
  });

  it.each(['sid=1', 'a=b;sid=2', 'a="; sid =2"', 'sid'])('[Q13] a key and the cookie %s', async (cookie) => {
    expect(
      await refusal(apiKey({ in: 'cookie', name: 'sid' }), { headers: { Cookie: cookie } }),
    ).toMatchObject({
      code: 'unsafe_header',
      place: 'request.headers.Cookie',
    });
  });

  it.each<[string, ResolvedAuth, string]>([
    ['a token with a line', bearer('zq1\r\nx: y'), 'token'],
    ['a token beyond Latin-1', bearer('zq1密'), 'token'],
    ['a user name with a colon', basic('zq1:b', 'c'), 'username'],
    ['a user name with a tab', basic('zq1\tb', 'c'), 'username'],
    ['a password with a line', basic('a', 'zq1\n'), 'password'],
    ['a key with NUL', apiKey({ value: 'zq1\0b' }), 'value'],
    ['a key with a line in its prefix', apiKey({ prefix: 'x\nzq1' }), 'value'],
    ['a name with a space', apiKey({ name: 'zq 1', value: 'zq1' }), 'name'],
    ['a name of the connection', apiKey({ name: 'Host', value: 'zq1' }), 'name'],
    ['a cookie with a semicolon', apiKey({ in: 'cookie', value: 'zq1; admin=1' }), 'value'],
    ['a cookie with a space', apiKey({ in: 'cookie', value: 'zq1 b' }), 'value'],
    ['a cookie beyond ASCII', apiKey({ in: 'cookie', value: 'zq1é' }), 'value'],
    ['a name of no cookie', apiKey({ in: 'cookie', name: 'a=b', value: 'zq1' }), 'name'],
    ['a signature in no header', hmac({ header: 'a b', secret: 'zq1' }), 'header'],
    ['a time in no header', hmac({ timestampHeader: 'a\nb', secret: 'zq1' }), 'timestampHeader'],
    ['a prefix with a line', hmac({ prefix: 'a\nb', secret: 'zq1' }), 'prefix'],
    ['an AWS key with a line', aws({ accessKeyId: 'zq1\nb' }), 'accessKeyId'],
    ['an AWS region beyond Latin-1', aws({ region: 'zq1密' }), 'region'],
    ['an AWS session with a line', aws({ sessionToken: 'zq1\nb' }), 'sessionToken'],
  ])('[Q13] %s, without showing it', async (_, auth, field) => {
    const error = await refusal(auth);
    expect(error).toMatchObject({ code: 'unsafe_header', place: `request.auth.${field}` });
    expect(error.message).not.toContain('zq1');
  });

  it.each<[ResolvedAuth, string]>([
    [bearer(' \n'), 'token'],
    [apiKey({ value: '' }), 'value'],
    [apiKey({ in: 'query', name: '' }), 'name'],
    [hmac({ secret: '' }), 'secret'],
    [aws({ accessKeyId: ' ' }), 'accessKeyId'],
    [aws({ secretAccessKey: '' }), 'secretAccessKey'],
    [aws({ region: '' }), 'region'],
    [aws({ service: '' }), 'service'],
  ])('[Q13] %j lacks something', async (auth, field) => {
    expect(await refusal(auth)).toMatchObject({ code: 'missing', place: `request.auth.${field}` });
  });

  it('[Q13] a cookie may have the name of a header of the connection', async () => {
    expect(await headersOf(apiKey({ in: 'cookie', name: 'host' }))).toEqual({ cookie: 'host=k3y' });
  });

  it('[Q14] a header that is signed and not there', async () => {
    expect(await refusal(hmac({ sign: [{ header: 'X-Date' }] }))).toMatchObject({
      code: 'missing',
      place: "request.headers['X-Date']",
    });
  });

  it.each(['https://bücher.test/', 'https://a%2eb/', 'https://u:p@a.test/'])(
    '[Q14] a host that is not sent as it is written: %s',
    async (url) => {
      expect(await refusal(hmac({ sign: ['host'] }), { url })).toMatchObject({
        code: 'unsafe_url',
        place: 'request.url',
      });
    },
  );

  it.each(['https://a.test:99999/', 'https://[::1', 'nonsense'])('[Q15] the URL %s', async (url) => {
    expect(await refusal(aws(), { url })).toMatchObject({ code: 'unsafe_url', place: 'request.url' });
  });
});
