import type { User } from './auth/verify-token.js';
import type { Role } from './resources.js';

/** What middleware found out about a request, for handlers. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    /** Set behind `signedIn`. */
    user: User;
    /** Set behind `inWorkspace`. */
    workspaceId: string;
    role: Role;
  };
}
