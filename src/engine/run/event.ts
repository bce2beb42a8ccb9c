import type { JsonValue } from '../json.js';

/**
 * Names a step inside a run: `step_2`, and inside a connector step `step_2/step_1`.
 * Step ids never hold `/`.
 */
export type StepPath = string;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export type StepErrorCode =
  | 'connection_failed' // refused, blocked, not found or timed out before a connection: one code, no port scanner
  | 'timeout'
  | 'http_status'
  | 'response_too_large'
  | 'bad_response' // not what its type says, e.g. broken JSON
  | 'expression' // a template could not be evaluated; `detail` has the expression's own code
  | 'invalid_request'
  | 'invalid_input' // the connector's input schema refuses the input
  | 'invalid_graph' // the graph itself has an error; `detail` lists the problems
  | 'unknown_connector'
  | 'limit'
  | 'outcome_unknown'
  | 'cancelled'
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
  /** JSON as a tree, anything else as text; absent: no body. Cut to 64 KiB for the record. */
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
  /** How long is waited before the next attempt; absent: there is none. */
  retryInMs?: number;
}

/** `name` is the step's, where it has one: whoever shows a run may not have the graph of a connector in it. */
export type RunEventBody =
  | { type: 'run_started'; input: JsonValue }
  | { type: 'step_queued'; step: StepPath; name?: string }
  | { type: 'step_started'; step: StepPath; name?: string; input?: JsonValue }
  | { type: 'step_attempted'; step: StepPath; attempt: AttemptRecord }
  | { type: 'step_succeeded'; step: StepPath; output: JsonValue; durationMs: number }
  | { type: 'step_failed'; step: StepPath; error: StepError; durationMs: number; handled: boolean }
  | { type: 'step_skipped'; step: StepPath; name?: string; reason: string }
  | { type: 'step_cancelled'; step: StepPath }
  | { type: 'run_succeeded'; output: JsonValue; durationMs: number }
  | { type: 'run_failed'; error: StepError; durationMs: number }
  | { type: 'run_cancelled'; durationMs: number };

/**
 * Something that happened in a run. `seq` counts from 1 without a gap over the whole run, also across
 * a resume; `at` is when. The list of a run's events is its journal: the state of the run is a fold over it.
 */
export type RunEvent = RunEventBody & { seq: number; at: Instant };
export type RunEventType = RunEvent['type'];
