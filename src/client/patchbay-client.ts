import type {
  CredentialCreate,
  CredentialTest,
  CredentialUpdate,
  CredentialUser,
  WorkspaceCredential,
} from '../../api/credentials/credential-resources.js';
import type { ImportRequest, ImportResult } from '../../api/import/import-resources.js';
import type {
  Connector,
  ConnectorCreate,
  ConnectorUpdate,
  DraftRun,
  DraftTest,
  Execute,
  Execution,
  ExecutionStatus,
  ExecutionSummary,
  Flow,
  FlowCreate,
  FlowUpdate,
  Replay,
  Retry,
  Session,
  Version,
  VersionSummary,
} from '../../api/resources.js';
import type { RunEvent } from '../engine/index.js';
import type { FollowOptions } from './follow-events.js';
import type { AuditClient, KeysClient, MembersClient } from './workspace-client.js';

/** One page of a list. `nextCursor` goes into the next query as `cursor`; null: this was the last page. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface ListQuery {
  /** Words to look for in the name, slug and description. */
  q?: string;
  /** 1 to 100; default 50. */
  limit?: number;
  cursor?: string;
}

export interface ExecutionQuery {
  flowId?: string;
  connectorId?: string;
  status?: ExecutionStatus;
  trigger?: ExecutionSummary['trigger'];
  /** RFC 3339: runs from then on, and before then. */
  createdFrom?: string;
  createdBefore?: string;
  limit?: number;
  cursor?: string;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface KeyedOptions extends CallOptions {
  /**
   * 1 to 255 printable ASCII characters of your choice: however often it is sent within 24 hours with the same body, the
   * server does it once and gives the same answer. Send it again where an answer was lost.
   */
  idempotencyKey?: string;
}

export interface WriteOptions extends CallOptions {
  /** The version that the change is based on; another one on the server fails with `version_conflict` (412). */
  version: number;
}

export interface DeleteOptions extends WriteOptions {
  /** Deletes even though flows or connectors use it; they won't run until they are changed. */
  force?: boolean;
}

/** What connectors and flows share. Ids may be a connector's slug where something is read or run. */
export interface DocumentClient<Resource, Create, Update, Delete extends WriteOptions = WriteOptions> {
  list(query?: ListQuery, options?: CallOptions): Promise<Page<Resource>>;
  get(id: string, options?: CallOptions): Promise<Resource>;
  create(body: Create, options?: KeyedOptions): Promise<Resource>;
  update(id: string, body: Update, options: WriteOptions): Promise<Resource>;
  delete(id: string, options: Delete): Promise<void>;
  /** Every save, the newest first. */
  versions(id: string, query?: Omit<ListQuery, 'q'>, options?: CallOptions): Promise<Page<VersionSummary>>;
  version(id: string, version: number, options?: CallOptions): Promise<Version>;
  /** Saves an earlier version's name and definition as a new one. */
  restore(id: string, version: number, options: WriteOptions): Promise<Resource>;
  /** Starts a run. With `wait` (seconds, at most 30) it answers when the run ended, or then as it stands. */
  execute(id: string, body: Execute, options?: KeyedOptions): Promise<Execution>;
  /** Runs what need not have been saved, or one step of it, and answers when it ended. Pinned steps come first in it; nothing of it is kept. */
  test(body: DraftTest, options?: CallOptions): Promise<DraftRun>;
}

export interface ConnectorsClient
  extends DocumentClient<Connector, ConnectorCreate, ConnectorUpdate, DeleteOptions> {
  /**
   * Makes drafts of what people have: curl, OpenAPI 3 as JSON, Postman v2.1, HAR. Nothing is saved, and secrets of the
   * source are in no draft. Fails with `invalid_source` (422) for what can't be read.
   */
  import(body: ImportRequest, options?: CallOptions): Promise<ImportResult>;
}

export interface CredentialsClient {
  list(query?: Omit<ListQuery, 'q'>, options?: CallOptions): Promise<Page<WorkspaceCredential>>;
  get(id: string, options?: CallOptions): Promise<WorkspaceCredential>;
  /** Needs the role admin, as every change of a credential does. */
  create(body: CredentialCreate, options?: KeyedOptions): Promise<WorkspaceCredential>;
  /** Secrets are replaced all together; a host is only added together with them. */
  update(id: string, body: CredentialUpdate, options: WriteOptions): Promise<WorkspaceCredential>;
  /** Fails with `credential_in_use` (409) while flows or connectors name its slot, unless it is forced. */
  delete(id: string, options: DeleteOptions): Promise<void>;
  /**
   * Tries one: fetches its token where it has one, and sends its test request. What is wrong is an answer; one with
   * neither fails with `invalid_request` (400). Needs the role editor.
   */
  test(id: string, options?: CallOptions): Promise<CredentialTest>;
  /**
   * Begins to connect one of type `oauth2_authorization_code`, and gives the address to send the browser to, within ten
   * minutes. The page where that ends leads back to `returnTo`. Only in the browser that is sent there: it gets a cookie.
   */
  connect(id: string, options?: ConnectOptions): Promise<{ url: string }>;
  /** The address to register with the services: where they send browsers back to. */
  readonly callbackUrl: string;
  /** The flows and connectors that name its slot. */
  users(id: string, options?: CallOptions): Promise<CredentialUser[]>;
}

export interface ConnectOptions extends CallOptions {
  /** At the server's own origin, or one that may call it. */
  returnTo?: string;
}

export interface PatchbayClient {
  session: { get(options?: CallOptions): Promise<Session> };
  connectors: ConnectorsClient;
  flows: DocumentClient<Flow, FlowCreate, FlowUpdate>;
  /** Secrets go in and never come out. */
  credentials: CredentialsClient;
  members: MembersClient;
  /** API keys of the workspace, for programs that call the API. */
  keys: KeysClient;
  /** Who did what in the workspace, and when. */
  audit: AuditClient;
  executions: {
    /** Newest first. */
    list(query?: ExecutionQuery, options?: CallOptions): Promise<Page<ExecutionSummary>>;
    get(id: string, options?: CallOptions): Promise<Execution>;
    /** Asks a run to stop; answers with the run as it stands. A run that has ended fails with `already_finished` (409). */
    cancel(id: string, options?: CallOptions): Promise<Execution>;
    /** Starts a run that goes on where this one failed or was cancelled; what had succeeded is kept. */
    retry(id: string, body?: Retry, options?: KeyedOptions): Promise<Execution>;
    /** Starts a run that does this one again on its input: all of it, or from a step on. */
    replay(id: string, body?: Replay, options?: KeyedOptions): Promise<Execution>;
    /** Deletes a run that has ended; others fail with `not_finished` (409). */
    delete(id: string, options?: CallOptions): Promise<void>;
    /** Every event once and in order, replayed, then live; reconnects by itself and ends with the run. */
    events(id: string, options?: FollowOptions): AsyncIterable<RunEvent>;
  };
}
