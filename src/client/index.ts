export type {
  CredentialCreate,
  CredentialTest,
  CredentialUpdate,
  CredentialUser,
  WorkspaceCredential,
} from '../../api/credentials/credential-resources.js';
export type {
  ConnectorDraft,
  DraftSlot,
  ImportRequest,
  ImportResult,
} from '../../api/import/import-resources.js';
export type {
  Connector,
  ConnectorCreate,
  ConnectorUpdate,
  DevSession,
  Execute,
  Execution,
  ExecutionStatus,
  ExecutionSummary,
  Flow,
  FlowCreate,
  FlowUpdate,
  ProblemDocument,
  Role,
  Session,
  SignIn,
  StepExecution,
  Version,
  VersionSummary,
} from '../../api/resources.js';
export type {
  ApiKey,
  ApiKeyCreate,
  AuditEntry,
  CreatedApiKey,
  KeyScope,
  Member,
  MemberCreate,
  MemberUpdate,
} from '../../api/workspace-resources.js';
export type { RunEvent } from '../engine/index.js';
export { ApiError, type ApiErrorEntry } from './api-error.js';
export { createClient } from './create-client.js';
export { createDevSession } from './create-dev-session.js';
export type { FollowEvents, FollowOptions } from './follow-events.js';
export { getSignIn } from './get-sign-in.js';
export type {
  CallOptions,
  ConnectOptions,
  ConnectorsClient,
  CredentialsClient,
  DeleteOptions,
  DocumentClient,
  ExecutionQuery,
  KeyedOptions,
  ListQuery,
  Page,
  PatchbayClient,
  WriteOptions,
} from './patchbay-client.js';
export {
  type RealtimeChannel,
  type RealtimeOptions,
  type SupabaseChannels,
  supabaseRealtime,
} from './supabase-realtime.js';
export { type SupabaseAuth, supabaseSession } from './supabase-session.js';
export type { ClientOptions, FetchLike, Query, Transport, TransportRequest } from './transport.js';
export type { AuditClient, AuditQuery, KeysClient, MembersClient } from './workspace-client.js';
