import type { SignIn } from '../../api/resources.js';
import { createTransport, type FetchLike, requestJson } from './transport.js';

/** How people sign in at a server; every server answers, without a token. */
export function getSignIn(baseUrl: string, fetch?: FetchLike): Promise<SignIn> {
  return requestJson<SignIn>(createTransport({ baseUrl, ...(fetch && { fetch }) }), '/sign-in');
}
