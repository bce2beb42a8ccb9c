// Made by scripts/generate-database-types.ts from the migrated schema; a test fails where they differ.
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { Definition, JsonObject, JsonValue, RunEvent, RunEventType, StepError, StepState } from '#engine';
import type { Sealed } from '../../credentials/seal.js';
import type { ReplayPlan } from '../../runtime/replay-plan.js';
import type { TestRequest } from '../../credentials/test-request.js';
import type { KeyScope } from '../../workspace-resources.js';

/** Which version of which connector each name meant when a run was created: `slug` or `slug@3`, as steps say it. */
export type PinnedConnectors = Record<string, { id: string; version: number }>;

/** JSON: read as a value, written as its text (`JSON.stringify`), which is the same to both drivers. */
type Document<Value, Text> = ColumnType<Value, Text, Text>;
/** May be left out of an insert. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U>
    ? ColumnType<S, I | undefined, U>
    : ColumnType<T, T | undefined, T>;
type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AuditLogTable {
  workspace_id: string;
  id: Generated<string>;
  at: Generated<Timestamp>;
  action: string;
  actor_type: 'user' | 'api_key' | 'runtime' | 'service';
  actor_id: string | null;
  subject_type: string;
  subject_id: string | null;
  subject_name: string | null;
  detail: Generated<Document<JsonObject, string>>;
}

export interface ConnectorExecutionEventsTable {
  workspace_id: string;
  execution_id: string;
  seq: number;
  type: RunEventType;
  event: Document<RunEvent, string>;
  at: Timestamp;
}

export interface ConnectorExecutionStepsTable {
  workspace_id: string;
  execution_id: string;
  path: string;
  position: number;
  status: 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped' | 'cancelled';
  state: Document<StepState, string>;
  updated_at: Generated<Timestamp>;
}

export interface ConnectorExecutionsTable {
  workspace_id: string;
  id: Generated<string>;
  number: Generated<number>;
  flow_id: string | null;
  connector_id: string | null;
  name: string;
  version: number;
  status: Generated<'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled'>;
  trigger: 'manual' | 'api';
  input: Generated<Document<JsonValue, string>>;
  output: Generated<Document<JsonValue | null, string | null>>;
  error: Generated<Document<StepError | null, string | null>>;
  pinned_connectors: Generated<Document<PinnedConnectors, string>>;
  last_seq: Generated<number>;
  fence: Generated<number>;
  lease_until: Timestamp | null;
  cancel_requested: Generated<boolean>;
  created_at: Generated<Timestamp>;
  started_at: Timestamp | null;
  finished_at: Timestamp | null;
  duration_ms: number | null;
  created_by: Generated<string | null>;
  lost_leases: Generated<number>;
  replay_of: string | null;
  replay: Generated<Document<ReplayPlan | null, string | null>>;
}

export interface ConnectorTemplateVersionsTable {
  slug: string;
  version: string;
  manifest: Document<JsonObject, string>;
  content_hash: string;
  status: Generated<'in_review' | 'published' | 'rejected' | 'withdrawn'>;
  review: string | null;
  created_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
  published_at: Timestamp | null;
}

export interface ConnectorTemplatesTable {
  slug: string;
  tier: 'official' | 'community';
  workspace_id: string | null;
  name: string;
  summary: Generated<string>;
  category: Generated<string>;
  icon: string | null;
  status: Generated<'draft' | 'in_review' | 'published' | 'deprecated' | 'withdrawn'>;
  verified: Generated<boolean>;
  deprecated_reason: string | null;
  successor: string | null;
  installs: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
}

export interface ConnectorVersionsTable {
  workspace_id: string;
  connector_id: string;
  version: number;
  name: string;
  definition: Document<Definition, string>;
  created_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
}

export interface ConnectorsTable {
  workspace_id: string;
  id: Generated<string>;
  slug: string;
  name: string;
  description: Generated<string>;
  icon: string | null;
  type: GeneratedAlways<'single-step' | 'multi-step'>;
  definition: Document<Definition, string>;
  version: Generated<number>;
  executions: Generated<number>;
  succeeded: Generated<number>;
  failed: Generated<number>;
  total_duration_ms: Generated<number>;
  last_executed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
}

export interface FlowTriggersTable {
  workspace_id: string;
  id: Generated<string>;
  flow_id: string;
  type: 'webhook' | 'schedule';
  name: string;
  enabled: Generated<boolean>;
  config: Generated<Document<JsonObject, string>>;
  token_hash: string | null;
  next_at: Timestamp | null;
  last_fired_at: Timestamp | null;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
}

export interface FlowVersionsTable {
  workspace_id: string;
  flow_id: string;
  version: number;
  name: string;
  definition: Document<Definition, string>;
  created_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
}

export interface FlowsTable {
  workspace_id: string;
  id: Generated<string>;
  name: string;
  description: Generated<string>;
  definition: Document<Definition, string>;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
}

export interface IdempotencyKeysTable {
  workspace_id: string;
  principal_id: Generated<string>;
  route: string;
  key: string;
  fingerprint: string;
  answer: Document<JsonValue, string>;
  is_sealed: Generated<boolean>;
  busy_until: Timestamp | null;
  created_at: Generated<Timestamp>;
}

export interface OauthStatesTable {
  workspace_id: string;
  state_hash: string;
  credential_id: string;
  user_id: Generated<string>;
  browser_hash: string;
  sealed: Document<Sealed, string>;
  credential_version: number;
  return_to: string | null;
  created_at: Generated<Timestamp>;
  expires_at: Generated<Timestamp>;
}

export interface RateLimitsTable {
  workspace_id: string;
  subject: string;
  window_start: Timestamp;
  used: number;
  granted: number;
}

export interface SaasAdminUsersTable {
  user_id: string;
  created_at: Generated<Timestamp>;
}

export interface WorkspaceApiCredentialsTable {
  workspace_id: string;
  id: Generated<string>;
  slot: string;
  name: string;
  type: 'bearer' | 'api_key' | 'basic' | 'hmac' | 'aws_sigv4' | 'custom' | 'oauth2_authorization_code' | 'oauth2_client_credentials' | 'jwt_assertion' | 'session';
  settings: Generated<Document<JsonObject, string>>;
  hints: Generated<Document<Record<string, string | null>, string>>;
  hosts: string[];
  sealed: Document<Sealed, string>;
  version: Generated<number>;
  last_used_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
  status: 'connected' | 'not_connected' | 'reconnect' | null;
  problem: string | null;
  expires_at: Timestamp | null;
  sealed_tokens: Generated<Document<Sealed | null, string | null>>;
  token_version: Generated<number>;
  refreshing_until: Timestamp | null;
  test: Generated<Document<TestRequest | null, string | null>>;
}

export interface WorkspaceApiKeysTable {
  workspace_id: string;
  id: Generated<string>;
  name: string;
  hint: string;
  hash: string;
  scopes: KeyScope[];
  created_at: Generated<Timestamp>;
  created_by: Generated<string | null>;
  last_used_at: Timestamp | null;
  expires_at: Timestamp | null;
  revoked_at: Timestamp | null;
}

export interface WorkspaceMembersTable {
  workspace_id: string;
  user_id: string;
  role: 'viewer' | 'editor' | 'admin' | 'owner';
  created_at: Generated<Timestamp>;
  email: string | null;
}

export interface WorkspacesTable {
  id: string;
  name: string;
  last_execution_number: Generated<number>;
  created_at: Generated<Timestamp>;
}

export interface DB {
  audit_log: AuditLogTable;
  connector_execution_events: ConnectorExecutionEventsTable;
  connector_execution_steps: ConnectorExecutionStepsTable;
  connector_executions: ConnectorExecutionsTable;
  connector_template_versions: ConnectorTemplateVersionsTable;
  connector_templates: ConnectorTemplatesTable;
  connector_versions: ConnectorVersionsTable;
  connectors: ConnectorsTable;
  flow_triggers: FlowTriggersTable;
  flow_versions: FlowVersionsTable;
  flows: FlowsTable;
  idempotency_keys: IdempotencyKeysTable;
  oauth_states: OauthStatesTable;
  rate_limits: RateLimitsTable;
  saas_admin_users: SaasAdminUsersTable;
  workspace_api_credentials: WorkspaceApiCredentialsTable;
  workspace_api_keys: WorkspaceApiKeysTable;
  workspace_members: WorkspaceMembersTable;
  workspaces: WorkspacesTable;
}
