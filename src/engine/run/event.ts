import type { JsonValue } from '../json.js';
import type { HttpPhase } from './ports.js';

/**
 * Names a step inside a run: `step_2`, the fourth item of its loop `step_2[3]`, and a step inside of a connector step
 * `step_2/step_1` or `step_2[3]/step_1`. Step ids never hold `/` or `[`.
 */
export type StepPath = string;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export type StepErrorCode =
  /** There was no connection: refused, blocked, not found or timed out. One code for all, so that nobody can scan ports. */
  | 'connection_failed'
  /** There was no whole answer in time. */
  | 'timeout'
  /** The answer's status says that it failed. */
  | 'http_status'
  /** The answer is larger than a response may be. */
  | 'response_too_large'
  /** The answer is not what its type says, or its pages can't be read. */
  | 'bad_response'
  /** An expression or condition could not be evaluated; `detail` has the expression's own code. */
  | 'expression'
  /** The request can't be sent as it is. */
  | 'invalid_request'
  /** The input of a connector or action doesn't fit its schema, or a loop or wait was given something else than it needs. */
  | 'invalid_input'
  /** The graph has errors, so nothing was started; `detail` lists the problems. */
  | 'invalid_graph'
  /** There is no such connector. */
  | 'unknown_connector'
  /** The host has no such action. */
  | 'unknown_action'
  /** The action of the host says that it failed. */
  | 'action_failed'
  /** The answer says that it failed, by `classify` or by GraphQL's errors. */
  | 'rejected'
  /** The server asks to wait for longer than the run can, or `classify` says so and no attempt is left. */
  | 'rate_limited'
  /** Access expired and could not be renewed. */
  | 'auth_expired'
  /** A slot has no credential, or one that may not be sent there. */
  | 'credential'
  /** The graph's permissions don't allow the request. */
  | 'not_permitted'
  /** The run or step reached a limit. */
  | 'limit'
  /** A request was sent, no answer came, and sending it again could do its work twice. */
  | 'outcome_unknown'
  /** The run ended before this did. */
  | 'cancelled'
  /** A fault of the host. */
  | 'internal';

/** Why a step or run failed, as a value. `message` says what happened, where, and what to do. */
export interface StepError {
  code: StepErrorCode;
  message: string;
  /** The step that failed; absent on run errors that belong to no step. */
  step?: StepPath;
  /** Where in the step's document, e.g. `request.path.id`. */
  path?: string;
  /** HTTP status, where there was an answer. */
  status?: number;
  detail?: JsonValue;
}

/** The request as it was sent, secrets redacted. */
export interface RequestRecord {
  method: string;
  url: string;
  headers: Record<string, string>;
  /**
   * JSON as a tree, the parts of a multipart body as a list, bytes as `{ base64, contentType }` or how many they are,
   * anything else as text; absent: no body. Cut to 64 KiB for the record.
   */
  body?: JsonValue;
  truncated?: true;
}

/** The answer as it came, secrets redacted; `body` is cut to 64 KiB of JSON or text for the record. */
export interface ResponseRecord {
  status: number;
  headers: Record<string, string>;
  body?: JsonValue;
  /** Decoded size in bytes. */
  size: number;
  truncated?: true;
}

/** One try at a step's request. */
export interface AttemptRecord {
  /** From 1. */
  number: number;
  startedAt: Instant;
  durationMs: number;
  request?: RequestRecord;
  response?: ResponseRecord;
  error?: StepError;
  /** How far it came, where there is no whole answer. */
  phase?: HttpPhase;
  /** Of a step that asks for several pages: which, from 1. */
  page?: number;
  /** Not the step's own request, but the one that looks whether it took effect. */
  reconcile?: true;
  /** How long is waited before the next attempt; absent: there is none. */
  retryInMs?: number;
}

/** What a step waits for: the next attempt, the time that it names, or that an accepted job is done. */
export type WaitReason = 'retry' | 'wait' | 'poll';

/**
 * A timer as data: whoever resumes the run later goes on from here. `until` is when; the rest is what the step needs
 * to go on.
 */
export interface Waiting {
  until: Instant;
  reason: WaitReason;
  /** Attempts at the request under way. */
  tries?: number;
  /** How often a `poll` has asked. */
  polls?: number;
  /** Of a step that asks for several pages: what it has since the wait before. The fold of a run puts them together. */
  pages?: JsonValue;
}

/** `name` is the step's, where it has one: whoever shows a run may not have the graph of a connector in it. */
export type RunEventBody =
  | { type: 'run_started'; input: JsonValue }
  | { type: 'step_queued'; step: StepPath; name?: string }
  /** `items`: how many a loop has. */
  | { type: 'step_started'; step: StepPath; name?: string; input?: JsonValue; items?: number }
  | { type: 'step_attempted'; step: StepPath; attempt: AttemptRecord }
  | { type: 'step_waiting'; step: StepPath; waiting: Waiting }
  | { type: 'step_resumed'; step: StepPath }
  /** `case`: the way that a branch takes. */
  | { type: 'step_succeeded'; step: StepPath; output: JsonValue; durationMs: number; case?: string }
  | { type: 'step_failed'; step: StepPath; error: StepError; durationMs: number; handled: boolean }
  | { type: 'step_skipped'; step: StepPath; name?: string; reason: string }
  | { type: 'step_cancelled'; step: StepPath }
  /** Nothing is left to do before that time: the run is put down, and goes on when it is resumed. */
  | { type: 'run_waiting'; until: Instant }
  | { type: 'run_resumed' }
  | { type: 'run_succeeded'; output: JsonValue; durationMs: number }
  | { type: 'run_failed'; error: StepError; durationMs: number }
  | { type: 'run_cancelled'; durationMs: number };

/**
 * Something that happened in a run. `seq` counts from 1 without a gap over the whole run, also across
 * a resume; `at` is when. The list of a run's events is its journal: the state of the run is a fold over it.
 */
export type RunEvent = RunEventBody & { seq: number; at: Instant };
export type RunEventType = RunEvent['type'];
