import { ExpressionError, type OutgoingRequest } from '#engine';
import { applyAuth } from '../../src/engine/http/auth/apply-auth.js';
import type { ApiKeyAuth, AwsAuth, HmacAuth, ResolvedAuth } from '../../src/engine/http/auth/auth.js';

export const NOW = Date.UTC(2015, 7, 30, 12, 36, 0, 999);
export const SECONDS = '1440938160';

/** A GET, to be given what shows who sends it. */
export const request = (overrides: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  method: 'GET',
  url: 'https://api.test/x',
  headers: {},
  ...overrides,
});
export const apply = async (auth: ResolvedAuth, overrides: Partial<OutgoingRequest> = {}, now = NOW) =>
  applyAuth(request(overrides), auth, { now });
export const headersOf = async (auth: ResolvedAuth, overrides: Partial<OutgoingRequest> = {}) =>
  (await apply(auth, overrides)).headers;

export const bearer = (token: string): ResolvedAuth => ({ type: 'bearer', token });
export const basic = (username: string, password: string): ResolvedAuth => ({
  type: 'basic',
  username,
  password,
});
export const apiKey = (auth: Partial<ApiKeyAuth> = {}): ResolvedAuth => ({
  type: 'api_key',
  in: 'header',
  name: 'X-API-Key',
  value: 'k3y',
  ...auth,
});
export const hmac = (auth: Partial<HmacAuth> = {}): HmacAuth => ({
  type: 'hmac',
  secret: 'Jefe',
  algorithm: 'sha256',
  encoding: 'hex',
  header: 'X-Signature',
  sign: ['body'],
  ...auth,
});
export const aws = (auth: Partial<AwsAuth> = {}): AwsAuth => ({
  type: 'aws_sigv4',
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
  ...auth,
});

export async function refusal(
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
