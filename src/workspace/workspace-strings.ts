import type { KeyScope, Role } from '../client/index.js';

/** The words of the members, the API keys and the audit log of a workspace. */
export interface WorkspaceStrings {
  members: string;
  membersLead: string;
  addMember: string;
  noMembersTitle: string;
  noMembersText: string;
  membersReadOnly: string;
  role: string;
  roleOf: (name: string) => string;
  roleName: Readonly<Record<Role, string>>;
  /** What each role may do. */
  roleHelp: Readonly<Record<Role, string>>;
  you: string;
  joined: string;
  lastOwner: string;
  onlyOwners: string;
  userId: string;
  userIdHelp: string;
  userIdRule: string;
  email: string;
  emailHelp: string;
  removeNamed: (name: string) => string;
  removeTitle: (name: string) => string;
  removeText: string;
  remove: string;
  leave: string;
  leaveTitle: string;
  leaveText: string;
  ownRoleTitle: (role: string) => string;
  ownRoleText: string;
  changeRole: string;
  notDone: string;
  keys: string;
  keysLead: string;
  newKey: string;
  noKeysTitle: string;
  noKeysText: string;
  keyName: string;
  keyNameRule: string;
  scopes: string;
  scopeRule: string;
  scopeName: Readonly<Record<KeyScope, string>>;
  scopeHelp: Readonly<Record<KeyScope, string>>;
  expiry: string;
  /** By the number of days; 0: never. */
  expiryDays: (days: number) => string;
  createKey: string;
  keyMadeTitle: string;
  keyMadeText: string;
  token: string;
  example: string;
  done: string;
  lastUsed: string;
  neverUsed: string;
  expires: string;
  neverExpires: string;
  expired: string;
  revoked: string;
  created: string;
  by: (name: string) => string;
  revokeShort: string;
  revokeNamed: (name: string) => string;
  revokeTitle: (name: string) => string;
  revokeText: string;
  revoke: string;
  audit: string;
  auditLead: string;
  noAuditTitle: string;
  noAuditText: string;
  noAuditMatches: string;
  anySubject: string;
  subject: string;
  anybody: string;
  actor: string;
  /** By `subjectType`. */
  subjectName: Readonly<Record<string, string>>;
  /** By what stands behind the dot of an action, as in `updated`. */
  verb: Readonly<Record<string, string>>;
  actorType: Readonly<Record<'user' | 'api_key' | 'runtime' | 'service', string>>;
}
