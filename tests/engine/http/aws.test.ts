import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingRequest } from '#engine';
import { applyAuth } from '../../../src/engine/http/auth/apply-auth.js';
import { awsSignature } from '../../support/aws-signature.js';
import { apply, aws, headersOf, request } from '../../support/request-auth.js';

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
