import type { CredentialType, SignedPart } from './credential-fields.js';

/** What a field is called, and how to fill it in. */
export interface FieldText {
  label: string;
  help?: string;
}

/** The words of the credential manager. */
export interface CredentialStrings {
  lead: string;
  newCredential: string;
  emptyTitle: string;
  emptyText: string;
  emptyReadOnly: string;
  readOnlyNote: string;
  slot: string;
  hosts: string;
  more: (count: number) => string;
  secrets: string;
  isSet: string;
  lastUsed: string;
  neverUsed: string;
  changed: string;
  status: Readonly<Record<'connected' | 'not_connected' | 'reconnect', string>>;
  /** Of a credential whose token nobody has to connect. */
  tokenStatus: Readonly<Record<'connected' | 'not_connected' | 'reconnect', string>>;
  tokenUntil: string;
  connect: (status: 'connected' | 'not_connected' | 'reconnect') => string;
  connectNamed: (verb: string, name: string) => string;
  waiting: string;
  stopWaiting: string;
  test: string;
  testNamed: (name: string) => string;
  testPassed: (identity: string | undefined, latencyMs: number) => string;
  testScopes: (scopes: readonly string[]) => string;
  testFailed: string;
  testRequest: string;
  testRequestHelp: string;
  testMethod: string;
  testUrl: string;
  testIdentity: string;
  testIdentityHelp: string;
  callbackHelp: (address: string) => string;
  copySlot: (slot: string) => string;
  edit: string;
  editNamed: (name: string) => string;
  deleteNamed: (name: string) => string;
  chooseTypeTitle: string;
  chooseTypeText: string;
  newTitle: (type: string) => string;
  editTitle: string;
  changeType: string;
  name: string;
  nameExample: string;
  slotHelp: (placeholder: string) => string;
  slotRule: string;
  slotTaken: (name: string) => string;
  slotChanges: (users: readonly string[]) => string;
  hostsHelp: string;
  tokenHostsHelp: string;
  host: string;
  addHost: string;
  hostRule: string;
  settings: string;
  tokenSettings: string;
  customSettings: string;
  customSettingsHelp: string;
  secretsHelp: string;
  customSecretsHelp: (placeholder: string) => string;
  savedSecrets: string;
  replaceSecrets: string;
  keepSecrets: string;
  replaceNote: string;
  hostsNeedSecrets: (hosts: readonly string[]) => string;
  create: string;
  save: string;
  notSaved: string;
  conflictTitle: string;
  conflictText: string;
  goneTitle: string;
  goneText: string;
  deleteTitle: (name: string) => string;
  deleteText: string;
  deleteUsed: (count: number) => string;
  deleteConfirm: string;
  deleteAnyway: string;
  notDeleted: string;
  lookingForUsers: string;
  userKind: (kind: 'flow' | 'connector') => string;
  type: Readonly<Record<CredentialType, FieldText & { help: string }>>;
  /** By `<type>.<field>`. */
  field: Readonly<Record<string, FieldText>>;
  /** The values to choose from, by `<type>.<field>.<value>`; others are shown as they are. */
  option: Readonly<Record<string, string>>;
  signedPart: Readonly<Record<SignedPart, string>>;
  addSignedPart: string;
  signedPartKind: string;
  signedText: string;
  signedHeader: string;
}
