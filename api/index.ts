export type { DevOptions } from './auth/dev-session.js';
export type { AuthOptions } from './auth/verify-token.js';
export { type ApiOptions, createApi } from './create-api.js';
export type { Actor } from './db/actor.js';
export type { Database } from './db/database.js';
export type { HostPort } from './http/target.js';
export { createWorkerHttp, type WorkerHttpOptions } from './http/worker-http.js';
export type { RequestLogEntry } from './middleware/request-log.js';
export type { HostAction, HostActionCall, HostSteps } from './runtime/host-steps.js';
