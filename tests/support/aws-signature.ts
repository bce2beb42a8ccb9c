import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  method: string;
  url: string;
  /** Those that are signed, without `host`. */
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export interface AwsScope {
  secretAccessKey: string;
  region: string;
  service: string;
  datetime: string;
}

/** Signature Version 4, written from the description in the guide of AWS Identity and Access Management. */
export function awsSignature(
  request: SignedRequest,
  { secretAccessKey, region, service, datetime }: AwsScope,
) {
  const { method, headers, body } = request;
  const url = new URL(request.url);
  const date = datetime.slice(0, 8);
  const all = Object.entries({ ...headers, host: url.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
    .sort(byName);
  const signedHeaders = all.map(([name]) => name).join(';');
  const query = [...url.searchParams]
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const canonical = [
    method,
    service === 's3'
      ? url.pathname.split('/').map(decodeURIComponent).map(uriEncode).join('/')
      : encodedTwice(url.pathname),
    query,
    ...all.map(([name, value]) => `${name}:${value}`),
    '',
    signedHeaders,
    headers['x-amz-content-sha256'] ?? sha256(body),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', datetime, scope, sha256(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return { signature: hmac(key, text).toString('hex'), signedHeaders, scope };
}

function encodedTwice(path: string): string {
  return path.replace(/\/+/g, '/').split('/').map(uriEncode).join('/');
}

function uriEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((char) =>
      /[A-Za-z0-9._~-]/.test(char)
        ? char
        : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

function byName([first]: readonly [string, string], [second]: readonly [string, string]): number {
  return first < second ? -1 : 1;
}

function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
