import type { JsonValue } from '../json.js';
import type { StepId } from './step-id.js';

export type ProblemCode =
  | 'invalid_document'
  | 'duplicate_step_id'
  | 'dangling_edge'
  | 'duplicate_edge'
  | 'cycle'
  | 'unreachable_step'
  | 'syntax'
  | 'unknown_root'
  | 'not_an_ancestor'
  | 'unknown_function'
  | 'secret_outside_request'
  | 'bad_url'
  | 'missing_field'
  | 'unknown_field'
  | 'unknown_connector'
  | 'type_mismatch'
  | 'no_steps';

/** One thing that is wrong with a graph, where it is, and how it can be put right. */
export interface Problem {
  code: ProblemCode;
  /** An error keeps the graph from running; a warning doesn't. */
  severity: 'error' | 'warning';
  /** What is wrong and what to do, in words for people. */
  message: string;
  stepId?: StepId;
  /** Where in the step (or, without `stepId`, in the graph), e.g. `request.body.value.email` or `edges[2]`. */
  path?: string;
  fix?: ProblemFix;
}

/** A change that puts the problem right, as data for `applyEdit`-like functions. */
export type ProblemFix =
  | { type: 'add_edge'; label: string; source: StepId; target: StepId }
  | { type: 'remove_edge'; label: string; index: number }
  | { type: 'replace_reference'; label: string; from: string; to: string }
  | { type: 'set_value'; label: string; path: string; value: JsonValue };
