import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError, type OutgoingRequest } from '#engine';
import { applyAuth } from '../../../src/engine/http/auth/apply-auth.js';
import type {
  ApiKeyAuth,
  AwsAuth,
  HmacAuth,
  ResolvedAuth,
  SignedPart,
} from '../../../src/engine/http/auth/auth.js';
import { sentUrl } from '../../../src/engine/http/auth/sent-url.js';
import { awsSignature } from '../../support/aws-signature.js';

const NOW = Date.UTC(2015, 7, 30, 12, 36, 0, 999);
const SECONDS = '1440938160';

const request = (overrides: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'GET',
  url: 'https://api.test/x',
  headers: {},
  ...overrides,
});
const apply = async (auth: ResolvedAuth, overrides: Partial<OutgoingRequest> = {}, now = NOW) =>
  applyAuth(request(overrides), auth, { now });
const headersOf = async (auth: ResolvedAuth, overrides: Partial<OutgoingRequest> = {}) =>
  (await apply(auth, overrides)).headers;

const bearer = (token: string): ResolvedAuth => ({ type: 'bearer', token });
const basic = (username: string, password: string): ResolvedAuth => ({ type: 'basic', username, password });
const apiKey = (auth: Partial<ApiKeyAuth> = {}): ResolvedAuth => ({
  type: 'api_key',
  in: 'header',
  name: 'X-API-Key',
  value: 'k3y',
  ...auth,
});
const hmac = (auth: Partial<HmacAuth> = {}): HmacAuth => ({
  type: 'hmac',
  secret: 'Jefe',
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'X-Signature',
  sign: ['body'],
  ...auth,
});
const aws = (auth: Partial<AwsAuth> = {}): AwsAuth => ({
  type: 'aws_sigv4',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
  ...auth,
});

async function refusal(
  auth: ResolvedAuth,
  overrides: Partial<OutgoingRequest> = {},
): Promise<ExpressionError> {
  try {
    await apply(auth, overrides);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

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

describe('AWS', () => {
  const signatureOf = (headers: Record<string, string>) =>
    /Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '')?.[1];

  it.each<[string, Partial<OutgoingRequest>, string]>([
    ['get-vanilla', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['post-vanilla', { method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'get-vanilla-query-order-key-case',
      { url: 'https://example.amazonaws.com/?Param2=value2&Param1=value1' },
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('[Q15] %s of the published test suite', async (_, overrides, signature) => {
    const headers = await headersOf(aws(), { url: 'https://example.amazonaws.com/', ...overrides });
    expect(headers).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    });
  });

  it.each<[string, Partial<OutgoingRequest>, string]>([
    [
      'the lifecycle of a bucket',
      { url: 'https://examplebucket.s3.amazonaws.com/?lifecycle' },
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'a list of objects',
      { url: 'https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J' },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
    [
      'a new object',
      {
        method: 'PUT',
        url: 'https://examplebucket.s3.amazonaws.com/test$file.text',
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        body: 'Welcome to Amazon S3.',
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
  ])('[Q15] %s, as the documentation of S3 signs it', async (_, overrides, signature) => {
    const auth = aws({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      service: 's3',
    });
    const { headers } = await apply(auth, overrides, Date.UTC(2013, 4, 24));
    expect(signatureOf(headers)).toBe(signature);
  });

  it('[Q15] the signer that the next test compares with signs as the documentation does', () => {
    const { signature } = awsSignature(
      {
        method: 'GET',
        url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          'x-amz-date': '20150830T123600Z',
        },
        body: '',
      },
      {
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        region: 'us-east-1',
        service: 'iam',
        datetime: '20150830T123600Z',
      },
    );
    expect(signature).toBe('5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
  });

  it.each([0, 1])('[Q15] any request, compared with a signer of node:crypto (seed %i)', async (seed) => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 });
    const segment = text.map(encodeURIComponent).filter((part) => !/^\.{1,2}$/.test(part));
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
          path: fc.array(segment, { maxLength: 4 }),
          query: fc.uniqueArray(fc.tuple(text, text), { maxLength: 4, selector: ([name]) => name }),
          headers: fc.dictionary(
            fc.stringMatching(/^x-[a-z]{3,8}$/),
            fc.stringMatching(/^[!-~]([ -~]{0,12}[!-~])?$/),
            { maxKeys: 3 },
          ),
          body: fc.oneof(fc.constant(undefined), text, fc.uint8Array({ maxLength: 30 })),
          now: fc.integer({ min: 0, max: 4_102_444_800_000 }),
          service: fc.constantFrom('execute-api', 's3', 'dynamodb'),
          sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
        }),
        async ({ method, path, query, headers, body, now, service, sessionToken }) => {
          const search = query
            .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
            .join('&');
          const url = `https://a.test:8443/${path.join('/')}${search === '' ? '' : `?${search}`}#top`;
          const before = request({ method, url, headers, ...(body !== undefined && { body }) });
          const auth = aws({ service, ...(sessionToken !== undefined && { sessionToken }) });
          const after = await applyAuth(before, auth, { now });
          const { authorization, ...signed } = after.headers;
          const { secretAccessKey, region, accessKeyId } = auth;
          const datetime = signed['x-amz-date'] ?? '';
          const expected = awsSignature(
            { method, url, headers: signed, body: body ?? '' },
            { secretAccessKey, region, service, datetime },
          );
          expect(datetime).toBe(`${new Date(now).toISOString().slice(0, 19).replace(/[:-]/g, '')}Z`);
          expect(authorization).toBe(
            `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${expected.scope}, SignedHeaders=${expected.signedHeaders}, Signature=${expected.signature}`,
          );
          expect(signed['x-amz-security-token']).toBe(sessionToken);
          expect(signed).toMatchObject(headers);
          expect({ ...after, headers: {} }).toEqual({ ...before, headers: {} });
        },
      ),
      { seed, numRuns: 200 },
    );
  });

  it('[Q15] S3 is told the hash of the body, unless it is told something else by hand', async () => {
    const auth = aws({ service: 's3' });
    expect(await headersOf(auth, { body: Buffer.from('x') })).toMatchObject({
      'x-amz-content-sha256': createHash('sha256').update('x').digest('hex'),
    });
    expect(await headersOf(auth, { headers: { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } })).toMatchObject({
      'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
      authorization: expect.stringContaining('host;x-amz-content-sha256;x-amz-date'),
    });
  });

  it('[Q15] white space around the fields is no part of them', async () => {
    const copied = aws({ accessKeyId: ' AKIDEXAMPLE\n', region: 'us-east-1 ', sessionToken: ' ' });
    expect(await headersOf(copied)).toEqual(await headersOf(aws()));
  });
});
