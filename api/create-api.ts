import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { HttpPort } from '#engine';
import { version } from '../package.json';
import type { DevOptions } from './auth/dev-session.js';
import { createPrincipalVerifier, type VerifyPrincipal } from './auth/principal.js';
import { type AuthOptions, createTokenVerifier } from './auth/verify-token.js';
import type { ApiEnv } from './context.js';
import type { KeyRing } from './credentials/key-ring.js';
import type { Database } from './db/database.js';
import { toProblem } from './map-error.js';
import { jsonDepth } from './middleware/json-depth.js';
import { type RequestsPerMinute, rateLimit } from './middleware/rate-limit.js';
import { type RequestLogEntry, requestLog } from './middleware/request-log.js';
import { inWorkspace, signedIn } from './middleware/sign-in.js';
import { createOpenApiDocument } from './openapi/document.js';
import { renderReference } from './openapi/reference-page.js';
import { notFoundRoute, Problem } from './problem.js';
import type { SignIn } from './resources.js';
import { auditRoutes } from './routes/audit.js';
import { connectionRoutes } from './routes/connections.js';
import { connectorRoutes } from './routes/connectors.js';
import { credentialRoutes } from './routes/credentials.js';
import { draftRoutes } from './routes/drafts.js';
import { executionRoutes } from './routes/executions.js';
import { flowRoutes } from './routes/flows.js';
import { importRoutes } from './routes/import.js';
import { keyRoutes } from './routes/keys.js';
import { memberRoutes } from './routes/members.js';
import { createRoutes } from './routes/route-parts.js';
import { sessionRoutes } from './routes/sessions.js';
import { statusRoutes } from './routes/status.js';
import { versionRoutes } from './routes/versions.js';
import type { HostSteps } from './runtime/host-steps.js';

const MAX_BODY_BYTES = 1_000_000;
/** Collections and recordings are larger than what is saved of them. */
const MAX_IMPORT_BYTES = 10_000_000;
const IMPORT_PATH = '/api/v1/connectors/import';

export interface ApiOptions {
  /** Where everything is kept; row-level security decides what each user sees of it. */
  database: Database;
  /** How bearer tokens are verified. */
  auth: AuthOptions;
  /**
   * What the runtime does in steps of type `action`, by the name that they give: runs of flows that name anything else,
   * or give it what it doesn't take, are refused. Absent: only the runtime knows.
   */
  steps?: HostSteps;
  /** What credentials are encrypted with: `await readKeyRing('k1:…')`. Absent: the API takes no credentials. */
  keys?: KeyRing;
  /**
   * The guarded door out of the server, `createGuardedHttp(…)`: to fetch tokens, and to test credentials and drafts.
   * Absent: none of it can be done.
   */
  http?: HttpPort;
  /**
   * Where browsers reach this server, e.g. `https://patchbay.example.com`: services send them back there after a
   * connection (`<publicUrl>/api/v1/oauth/callback`). Absent: nothing can be connected.
   */
  publicUrl?: string;
  limits?: {
    /** Most bytes of a request's body; default 1,000,000. */
    bodyBytes?: number;
    /** How many requests are answered in a minute, over all servers of the database. */
    requestsPerMinute?: RequestsPerMinute;
    /** Most bytes of a source to import, as it comes in; default 10,000,000. */
    importBytes?: number;
  };
  /** Origins of pages that may call the API from elsewhere, e.g. `https://app.example.com`. Default: none. */
  corsOrigins?: readonly string[];
  /** Turns on `/dev/session`, for an embedded server on the caller's own machine. Default: off. */
  dev?: DevOptions;
  /** How the page of this server signs people in; told to everybody. Default: it doesn't, its host does. */
  signIn?: SignIn;
  /** Abort it when the server stops: event streams and waits end at once, and clients follow on from elsewhere or later. */
  closing?: AbortSignal;
  /** Gets one entry a request; default: nobody. */
  log?(entry: RequestLogEntry): void;
}

/**
 * The HTTP API under `/api/v1`, as a Hono app (a fetch handler). Runs are queued in the database: a runtime
 * on the same database carries them out.
 */
export function createApi(options: ApiOptions): Hono<ApiEnv> {
  const { database, auth, limits = {}, corsOrigins = [], log } = options;
  const verify = createPrincipalVerifier(database, createTokenVerifier(auth));
  const app = new Hono<ApiEnv>();
  app.use(requestId());
  if (log) app.use(requestLog(log));
  app.use(async function answerHeaders(c, next) {
    const startedAt = performance.now();
    await next();
    // Set on whatever comes back, so that refusals and streams have them too.
    c.header('cache-control', 'no-store');
    c.header('x-request-id', c.get('requestId'));
    c.header('server-timing', `total;dur=${(performance.now() - startedAt).toFixed(1)}`);
  });
  app.use(
    secureHeaders({
      overwrite: false,
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      referrerPolicy: 'no-referrer',
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
    }),
  );
  if (corsOrigins.length > 0) {
    const exposeHeaders = [
      'etag',
      'location',
      'x-request-id',
      'idempotency-replayed',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
    ];
    // The one cookie there is tells a browser again that began a connection, and signs nobody in.
    app.use(cors({ origin: [...corsOrigins], exposeHeaders, maxAge: 600, credentials: true }));
  }
  const smallBodies = limitBody(limits.bodyBytes ?? MAX_BODY_BYTES);
  const importBodies = limitBody(limits.importBytes ?? MAX_IMPORT_BYTES);
  app.use(function bodyLimits(c, next) {
    return (c.req.path === IMPORT_PATH ? importBodies : smallBodies)(c, next);
  });
  app.onError((error, c) => toProblem(error).toResponse(c.get('requestId')));
  app.notFound((c) => notFoundRoute(c.req.path).toResponse(c.get('requestId')));
  app.route('/api/v1', createV1(options, verify));
  return app;
}

function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem('body_too_large', 'The body is larger than this server takes.');
    },
  });
}

function createV1(options: ApiOptions, verify: VerifyPrincipal) {
  const { database, steps, keys, http, publicUrl, limits = {}, corsOrigins = [], dev, closing } = options;
  const signIn = options.signIn ?? { type: 'none' };
  const v1 = createRoutes();
  v1.route('/', statusRoutes(database));
  v1.route('/', sessionRoutes({ database, verify, dev, signIn }));
  const limited = rateLimit(database, limits.requestsPerMinute);
  for (const resource of ['/connectors', '/flows', '/executions', '/workspace']) {
    v1.use(`${resource}/*`, signedIn(verify), inWorkspace(database), limited, jsonDepth);
  }
  v1.route('/', importRoutes());
  v1.route('/', connectorRoutes({ database, steps, closing }));
  v1.route('/', flowRoutes({ database, steps, closing }));
  v1.route('/', draftRoutes({ database, steps, keys, http, closing }));
  v1.route('/', versionRoutes(database));
  v1.route('/', executionRoutes({ database, steps, closing }));
  v1.route('/', credentialRoutes({ database, keys, http }));
  v1.route('/', connectionRoutes({ database, keys, http, publicUrl, corsOrigins }));
  v1.route('/', memberRoutes(database));
  v1.route('/', keyRoutes({ database, keys }));
  v1.route('/', auditRoutes(database));

  const routes = v1.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [{ ...definition.route, path: `/api/v1${definition.route.path}` }] : [],
  );
  const document = createOpenApiDocument(routes, version);
  const reference = renderReference(document);
  v1.get('/openapi.json', (c) => c.json(document));
  v1.get('/docs', (c) => {
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    return c.html(reference);
  });
  return v1;
}
