import type { HttpAuth } from '../graph/http-request-schema.js';
import type { HttpStep } from '../graph/http-step-schema.js';
import type { Definition, Permissions } from '../graph/schema.js';
import type { ActionStep } from '../graph/step-schema.js';
import type { JsonObject, JsonSchema, JsonValue } from '../json.js';
import type { Instant, RunEvent, RunEventBody, StepPath } from './event.js';
import type { StepState } from './state.js';
import type { StepResult } from './step-result.js';

/** A request that is ready to be sent: nothing in it is a template any more. */
export interface OutgoingRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface SendOptions {
  signal: AbortSignalLike;
  /** Deadline for the whole exchange, in milliseconds. */
  timeoutMs: number;
  /** Most decoded bytes of the body; past it the exchange fails with `response_too_large`. */
  maxResponseBytes: number;
  /** False: a redirect is the answer. Default: true, by the port's own rules. */
  followRedirects?: boolean;
  /** Asked with the absolute URL of each redirect before it is followed; false fails the exchange. Absent: no further rule. */
  mayFollow?(url: string): boolean;
}

/** A whole answer, already decoded from its content encoding and within the size limit. */
export interface HttpReply {
  ok: true;
  status: number;
  /** Lower-case names; repeated headers joined with `, `. */
  headers: Record<string, string>;
  bytes: Uint8Array;
  /** The bytes as UTF-8 text. */
  text(): string;
}

/**
 * How far an exchange came. From `sent` on, the request may have reached the server. Looking up a name and connecting
 * are one phase, so that nobody can tell a closed port from a name that isn't there.
 */
export type HttpPhase = 'connect' | 'sent' | 'first_byte' | 'body';

/** Why there is no answer, and how far the exchange came. */
export interface HttpFailure {
  ok: false;
  code:
    | 'connection_failed'
    | 'timeout'
    | 'response_too_large'
    | 'bad_response'
    | 'invalid_request'
    | 'cancelled';
  message: string;
  phase: HttpPhase;
}

/** The one way out. An implementation never throws for what a network can do: it answers with an `HttpFailure`. */
export interface HttpPort {
  send(request: OutgoingRequest, options: SendOptions): Promise<HttpReply | HttpFailure>;
}

/** Finds the definition of a connector that a step names, already pinned to a version. */
export interface ConnectorsPort {
  find(connector: string, version?: number): Promise<{ name: string; definition: Definition } | undefined>;
}

/**
 * Stores events. `record` resolves when they are safe; the engine awaits it before anything that
 * depends on them starts. Events come in `seq` order, and one call is atomic: all of it is stored or none.
 */
export interface JournalPort {
  record(events: readonly RunEvent[]): Promise<void>;
}

export interface ClockPort {
  now(): Instant;
  /** Resolves after `ms`, or early (never rejecting) when the signal aborts. */
  sleep(ms: number, signal: AbortSignalLike): Promise<void>;
}

/** How a credential is put into a request where a step only names its slot (`auth: { type: 'credential' }`). */
export type CredentialUse =
  /** `fields.token` */
  | { type: 'bearer' }
  /** `fields.username`, `fields.password` */
  | { type: 'basic' }
  /** `fields.value` */
  | { type: 'api_key'; in: 'header' | 'query' | 'cookie'; name: string; prefix?: string }
  /** `fields.secret` */
  | {
      type: 'hmac';
      algorithm: 'sha256' | 'sha1' | 'sha512';
      encoding: 'hex' | 'base64';
      header: string;
      prefix?: string;
      sign: Extract<HttpAuth, { type: 'hmac' }>['sign'];
      separator?: string;
      timestampHeader?: string;
    }
  /** `fields.accessKeyId`, `fields.secretAccessKey`, and `fields.sessionToken` where there is one */
  | { type: 'aws_sigv4'; region: string; service: string }
  /** Only by its fields: `{{workspace.<slot>.<field>}}`. */
  | { type: 'custom' };

/** A decrypted credential. Its values are held in memory, put into requests, and hidden everywhere else. */
export interface Credential {
  use: CredentialUse;
  fields: Readonly<Record<string, string>>;
  /** Fields that are no secrets and stay readable, e.g. a region. */
  plain?: readonly string[];
  /**
   * The hosts that it may be sent to, and no others: exact names, with a port where it isn't 443. Only an entry that
   * begins with `http://` lets it go out unencrypted. None: it can't be sent.
   */
  hosts: readonly string[];
}

/** There is a credential, and it can't be used: the step fails with this code and message. */
export interface CredentialRefusal {
  /** `auth_expired`: somebody has to connect it again. `connection_failed`: a later run may find it usable. */
  refused: 'auth_expired' | 'connection_failed';
  /** What is wrong and what to do, in a sentence without secrets. */
  message: string;
}

/** Finds the credential in a slot. */
export interface CredentialsPort {
  /**
   * `connector` is the innermost connector that asks, as its step names it; absent: the run's own graph. A refusal holds
   * for the step that asked; the next one asks again.
   */
  find(slot: string, asker: { connector?: string }): Promise<Credential | CredentialRefusal | undefined>;
  /** Called once where a server says that an access expired; gives a new one, or nothing where that can't be had. */
  refresh?(slot: string, asker: { connector?: string }): Promise<Credential | CredentialRefusal | undefined>;
}

/** What a host does where a step of type `action` names it. */
export interface Action {
  /** Refuses inputs before `run` sees them. */
  inputSchema?: JsonSchema;
  /** Gives the step's output. What it throws fails the step, with the error's message. */
  run(input: JsonValue, call: ActionCall): Promise<JsonValue>;
}

export interface ActionCall {
  step: StepPath;
  /** Aborted where the run ends; what the action gives more than 5 seconds later is not waited for. */
  signal: AbortSignalLike;
  /** The same for every attempt, also after a crash. */
  idempotencyKey?: string;
}

/** Finds what the host has registered. */
export interface StepsPort {
  find(action: string): Action | undefined;
}

/** The graph around a step, as far as its requests depend on it. */
export interface CarriedGraph {
  permissions?: Permissions;
  /** The innermost connector that it is. */
  connector?: string;
  caller?: { graph: CarriedGraph; credentials: Readonly<Record<string, string>> };
}

/** A step that is ready, as data, so that it can be carried to another process: `runReadyStep` runs it there. */
export interface ReadyStep {
  path: StepPath;
  step: HttpStep | ActionStep;
  /** What an action is called with. */
  input: JsonValue;
  /** The roots that its expressions name. */
  scope: JsonObject;
  /** Roots that are known and have nothing. */
  absent: readonly string[];
  graph: CarriedGraph;
  /** What the journal has of it already. */
  before?: StepState;
}

/** What happened to a step in another process: for the run's journal, and for the run. */
export interface StepReport {
  events: readonly RunEventBody[];
  result: StepResult;
}

/**
 * Has a batch of steps run, and gives a report of each, in the order of the batch. The signal aborts when the run has no
 * more use for any of them: hand it to `runReadyStep`, which then reports soon.
 */
export type RunStepsPort = (
  batch: readonly ReadyStep[],
  options: { signal: AbortSignalLike },
) => Promise<readonly StepReport[]>;

/** All that the engine needs from its host. It has no other way to reach the world. */
export interface Ports {
  http: HttpPort;
  journal: JournalPort;
  clock: ClockPort;
  /** A number in [0, 1), for jitter. */
  random(): number;
  connectors?: ConnectorsPort;
  credentials?: CredentialsPort;
  /** Step types of the host. */
  steps?: StepsPort;
  /** Runs what is ready elsewhere, one batch at a time; absent: every step runs here, as soon as it is ready. */
  runSteps?: RunStepsPort;
  /** A key that is the same for every attempt at a step of one execution, also after a crash. */
  idempotencyKey?(step: StepPath): Promise<string>;
}

/** The part of the DOM's `AbortSignal` that the engine uses. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
