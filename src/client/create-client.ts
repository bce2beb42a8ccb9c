import type {
  CredentialCreate,
  CredentialTest,
  CredentialUpdate,
  CredentialUser,
  WorkspaceCredential,
} from '../../api/credentials/credential-resources.js';
import type { ImportResult } from '../../api/import/import-resources.js';
import type {
  Connector,
  ConnectorCreate,
  ConnectorUpdate,
  DraftRun,
  Execution,
  ExecutionSummary,
  Flow,
  FlowCreate,
  FlowUpdate,
  Session,
  Version,
  VersionSummary,
} from '../../api/resources.js';
import { followEvents } from './follow-events.js';
import type {
  DeleteOptions,
  DocumentClient,
  ExecutionQuery,
  KeyedOptions,
  ListQuery,
  Page,
  PatchbayClient,
} from './patchbay-client.js';
import { type ClientOptions, createTransport, type Query, requestJson, type Transport } from './transport.js';
import { createAuditClient, createKeysClient, createMembersClient } from './workspace-client.js';
/**
 * A typed client of the HTTP API, for browsers and servers. Every method rejects with an `ApiError` when the
 * server refuses or can't be reached, and with the signal's reason when it was aborted.
 *
 * @example
 * const client = createClient({ baseUrl: 'https://patchbay.example.com', workspaceId: 'demo', token });
 * const run = await client.flows.execute(flowId, { input: { userId: 1 } });
 * for await (const event of client.executions.events(run.id)) console.log(event.type);
 */
export function createClient(options: ClientOptions): PatchbayClient {
  const transport = createTransport(options);
  return {
    session: { get: ({ signal } = {}) => requestJson<Session>(transport, '/session', { signal }) },
    connectors: {
      ...createDocumentClient<Connector, ConnectorCreate, ConnectorUpdate>(transport, '/connectors'),
      import: (body, { signal } = {}) =>
        requestJson<ImportResult>(transport, '/connectors/import', { method: 'POST', body, signal }),
    },
    flows: createDocumentClient<Flow, FlowCreate, FlowUpdate>(transport, '/flows'),
    credentials: {
      ...createResourceClient<WorkspaceCredential, CredentialCreate, CredentialUpdate>(
        transport,
        CREDENTIALS,
      ),
      test: (id, { signal } = {}) =>
        requestJson<CredentialTest>(transport, `${at(CREDENTIALS, id)}/test`, { method: 'POST', signal }),
      connect: (credentialId, { returnTo, signal } = {}) =>
        requestJson<{ url: string }>(transport, `${CREDENTIALS}/oauth/start`, {
          method: 'POST',
          body: { credentialId, ...(returnTo !== undefined && { returnTo }) },
          // The cookie, by which the browser is known again when it comes back.
          credentials: 'include',
          signal,
        }),
      callbackUrl: callbackOf(options.baseUrl),
      users: async (id, { signal } = {}) => {
        const path = `${at(CREDENTIALS, id)}/users`;
        return (await requestJson<{ items: CredentialUser[] }>(transport, path, { signal })).items;
      },
    },
    members: createMembersClient(transport),
    keys: createKeysClient(transport),
    audit: createAuditClient(transport),
    executions: {
      list: (query, { signal } = {}) =>
        requestJson<Page<ExecutionSummary>>(transport, '/executions', { query: toQuery(query), signal }),
      get: (id, { signal } = {}) => requestJson<Execution>(transport, at('/executions', id), { signal }),
      cancel: (id, { signal } = {}) =>
        requestJson<Execution>(transport, `${at('/executions', id)}/cancel`, { method: 'POST', signal }),
      retry: (id, body = {}, options) =>
        post<Execution>(transport, `${at('/executions', id)}/retry`, body, options),
      replay: (id, body = {}, options) =>
        post<Execution>(transport, `${at('/executions', id)}/replay`, body, options),
      async delete(id, { signal } = {}) {
        await transport(at('/executions', id), { method: 'DELETE', signal });
      },
      events: (id, followOptions) => (options.follow ?? followEvents)(transport, id, followOptions),
    },
  };
}

const CREDENTIALS = '/workspace/credentials';

function callbackOf(baseUrl: string): string {
  const origin = baseUrl === '' ? (globalThis.location?.origin ?? '') : baseUrl.replace(/\/+$/, '');
  return `${origin}/api/v1/oauth/callback`;
}

function createDocumentClient<Resource, Create, Update>(
  transport: Transport,
  path: string,
): DocumentClient<Resource, Create, Update, DeleteOptions> {
  return {
    ...createResourceClient<Resource, Create, Update>(transport, path),
    versions: (id, query, { signal } = {}) =>
      requestJson<Page<VersionSummary>>(transport, `${at(path, id)}/versions`, {
        query: toQuery(query),
        signal,
      }),
    version: (id, version, { signal } = {}) =>
      requestJson<Version>(transport, `${at(path, id)}/versions/${version}`, { signal }),
    restore: (id, version, { version: newest, signal }) =>
      requestJson<Resource>(transport, `${at(path, id)}/versions/${version}/restore`, {
        method: 'POST',
        headers: ifMatch(newest),
        signal,
      }),
    execute: (id, body, options) => post<Execution>(transport, `${at(path, id)}/execute`, body, options),
    test: (body, { signal } = {}) =>
      requestJson<DraftRun>(transport, `${path}/test`, { method: 'POST', body, signal }),
  };
}

function createResourceClient<Resource, Create, Update>(
  transport: Transport,
  path: string,
): Pick<
  DocumentClient<Resource, Create, Update, DeleteOptions>,
  'list' | 'get' | 'create' | 'update' | 'delete'
> {
  return {
    list: (query, { signal } = {}) =>
      requestJson<Page<Resource>>(transport, path, { query: toQuery(query), signal }),
    get: (id, { signal } = {}) => requestJson<Resource>(transport, at(path, id), { signal }),
    create: (body, options) => post<Resource>(transport, path, body, options),
    update: (id, body, { version, signal }) =>
      requestJson<Resource>(transport, at(path, id), {
        method: 'PATCH',
        body,
        headers: ifMatch(version),
        signal,
      }),
    async delete(id, { version, force, signal }) {
      const query = force ? { force: true } : undefined;
      await transport(at(path, id), { method: 'DELETE', query, headers: ifMatch(version), signal });
    },
  };
}

function toQuery(query: ListQuery | ExecutionQuery | undefined): Query | undefined {
  return query && { ...query };
}

function post<T>(
  transport: Transport,
  path: string,
  body: unknown,
  { idempotencyKey, signal }: KeyedOptions = {},
): Promise<T> {
  const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  return requestJson<T>(transport, path, { method: 'POST', body, headers, signal });
}

function at(path: string, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}

function ifMatch(version: number): Record<string, string> {
  return { 'if-match': `"${version}"` };
}
