import type { Principal } from './auth/principal.js';
import type { Role } from './resources.js';

/** What middleware found out about a request, for handlers. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    /** Set behind `signedIn`. */
    principal: Principal;
    /** Set behind `inWorkspace`. */
    workspaceId: string;
    /** A member's; of an API key, what it counts as. */
    role: Role;
  };
}
