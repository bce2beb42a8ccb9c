import type { AwsV4Signer } from 'aws4fetch';
import { ExpressionError } from '../../expressions/expression-error.js';
import type { Instant } from '../../run/event.js';
import type { OutgoingRequest } from '../../run/ports.js';
import { toHex } from '../../text/hex.js';
import { sha256 } from '../../text/sha256.js';
import { encodeUtf8 } from '../../text/utf8.js';
import { checkHeaderValue } from '../check-header.js';
import type { AuthOptions } from './apply-auth.js';
import type { AwsAuth } from './auth.js';
import { authPlace, headerNamed, requireText, withHeader } from './credential-header.js';

const CONTENT_HASH = 'x-amz-content-sha256';

/**
 * The request with the headers of Signature Version 4; URL and body stay as they are. S3 wants the hash of the body in
 * a header too, and gets it unless the request has that header already (`UNSIGNED-PAYLOAD`).
 */
export async function signAws(
  request: OutgoingRequest,
  auth: AwsAuth,
  { now }: AuthOptions,
): Promise<OutgoingRequest> {
  const credential = readCredential(auth);
  const { service } = credential;
  const { method, url, body = '' } = request;
  const datetime = amazonDate(now);
  let signed = withHeader(request, 'x-amz-date', datetime);
  const sessionToken = auth.sessionToken?.trim() ?? '';
  if (sessionToken !== '') {
    checkHeaderValue(sessionToken, authPlace('sessionToken'));
    signed = withHeader(signed, 'x-amz-security-token', sessionToken);
  }
  if (service === 's3' && headerNamed(request, CONTENT_HASH) === undefined) {
    const hash = toHex(sha256(typeof body === 'string' ? encodeUtf8(body) : body));
    signed = withHeader(signed, CONTENT_HASH, hash);
  }
  const signer = await createSigner({
    ...credential,
    method,
    url,
    headers: signed.headers,
    body: body as string | Uint8Array<ArrayBuffer>, // no body is in shared memory
    datetime,
  });
  return withHeader(signed, 'authorization', await signer.authHeader());
}

async function createSigner(options: ConstructorParameters<typeof AwsV4Signer>[0]): Promise<AwsV4Signer> {
  const { AwsV4Signer } = await import('aws4fetch');
  try {
    return new AwsV4Signer(options);
  } catch (error) {
    // Headers and credential were checked: what is left is a URL that the platform can't read.
    if (!(error instanceof TypeError)) throw error;
    throw new ExpressionError('unsafe_url', "This URL can't be called. Check its host and port.", {
      place: 'request.url',
    });
  }
}

type Credential = Pick<AwsAuth, 'accessKeyId' | 'secretAccessKey' | 'region' | 'service'>;

/** Without white space around the fields: it comes from copying. An empty field would be guessed from the host. */
function readCredential(auth: AwsAuth): Credential {
  const read = (field: keyof Credential): string => {
    const text = requireText(auth[field].trim(), field);
    checkHeaderValue(text, authPlace(field));
    return text;
  };
  return {
    accessKeyId: read('accessKeyId'),
    secretAccessKey: read('secretAccessKey'),
    region: read('region'),
    service: read('service'),
  };
}

/** ISO 8601's basic format, in seconds: `20150830T123600Z`. */
function amazonDate(now: Instant): string {
  return new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
}
