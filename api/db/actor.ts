/** Who a transaction acts for. What it may see and change is decided by row-level security, from this alone. */
export type Actor =
  /** A signed-in user. With `workspaceId` the transaction is held inside that one workspace, without it in all of theirs. */
  | { role: 'authenticated'; userId: string; workspaceId?: string }
  /** A program with an API key: in the key's workspace a viewer or editor, as its scopes say, while it is in force. */
  | { role: 'api_key'; keyId: string; workspaceId: string }
  /** Background work of one workspace. */
  | { role: 'runtime'; workspaceId: string }
  /** Every workspace: only for finding work to take, seeding, and signing up. Never on behalf of a request's input. */
  | { role: 'service' };

export const service: Actor = { role: 'service' };

export interface SessionSettings {
  role: 'authenticated' | 'connector_runtime' | 'service_role';
  /** The value of `request.jwt.claims`. */
  claims: string;
}

/** The database role and claims of an actor, as PostgREST would set them. */
export function sessionSettings(actor: Actor): SessionSettings {
  switch (actor.role) {
    case 'authenticated':
      return {
        role: 'authenticated',
        claims: JSON.stringify({ role: 'authenticated', sub: actor.userId, workspace_id: actor.workspaceId }),
      };
    case 'api_key':
      return {
        role: 'authenticated',
        claims: JSON.stringify({
          role: 'authenticated',
          key_id: actor.keyId,
          workspace_id: actor.workspaceId,
        }),
      };
    case 'runtime':
      return {
        role: 'connector_runtime',
        claims: JSON.stringify({ role: 'connector_runtime', workspace_id: actor.workspaceId }),
      };
    case 'service':
      return { role: 'service_role', claims: JSON.stringify({ role: 'service_role' }) };
  }
}
