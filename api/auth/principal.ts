import type { Database } from '../db/database.js';
import type { KeyScope } from '../workspace-resources.js';
import { isApiKey, verifyApiKey } from './api-keys.js';
import type { User, VerifyToken } from './verify-token.js';

/** Who a request comes from: a person who signed in, or a program with an API key of one workspace. */
export type Principal =
  | ({ type: 'user' } & User)
  | { type: 'api_key'; id: string; workspaceId: string; scopes: readonly KeyScope[] };

export type VerifyPrincipal = (token: string) => Promise<Principal>;

/** Takes API keys beside the tokens of people; whatever is neither is a Problem `unauthorized`. */
export function createPrincipalVerifier(database: Database, verify: VerifyToken): VerifyPrincipal {
  return async (token) => {
    if (isApiKey(token)) return verifyApiKey(database, token);
    return { type: 'user', ...(await verify(token)) };
  };
}
