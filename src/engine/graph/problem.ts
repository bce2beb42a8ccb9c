import type { JsonValue } from '../json.js';
import type { StepId } from './step-id.js';

export type ProblemCode =
  /** The document, or a value in it, doesn't have the form that its place asks for. */
  | 'invalid_document'
  /** There is nothing to run. */
  | 'no_steps'
  /** Two steps have one id. */
  | 'duplicate_step_id'
  /** An edge has an end at a step that isn't there. */
  | 'dangling_edge'
  /** Two edges are the same. */
  | 'duplicate_edge'
  /** Steps wait for each other. */
  | 'cycle'
  /** A step comes after steps that wait for each other. */
  | 'unreachable_step'
  /** Two cases of a branch have one id. */
  | 'duplicate_case'
  /** An edge follows a case that its source doesn't have. */
  | 'unknown_case'
  /** No edge follows a case of a branch. */
  | 'unused_case'
  /** An expression, condition or pattern can't be read. */
  | 'syntax'
  /** A reference begins with something that isn't there, or not at this place. */
  | 'unknown_root'
  /** A reference to a step that doesn't come before. */
  | 'not_an_ancestor'
  /** An expression calls a function that isn't there. */
  | 'unknown_function'
  /** A credential stands where no request is made, or has something done to it. */
  | 'secret_outside_request'
  /** A URL that can't be called, or whose host a value would choose. */
  | 'bad_url'
  /** Something that is needed is missing or empty. */
  | 'missing_field'
  /** Something that isn't known to be there, or has no effect. */
  | 'unknown_field'
  /** Two settings exclude each other. */
  | 'conflict'
  /** There is no such connector. */
  | 'unknown_connector'
  /** The host has no such action. */
  | 'unknown_action'
  /** There is no such credential slot, or it has no such field. */
  | 'unknown_slot'
  /** A request goes where the graph's permissions don't let it. */
  | 'not_permitted'
  /** A value is of another type than its place asks for. */
  | 'type_mismatch';

/** One thing that is wrong with a graph, where it is, and how it can be put right. */
export interface Problem {
  code: ProblemCode;
  /** An error keeps the graph from running; a warning doesn't. */
  severity: 'error' | 'warning';
  /** What is wrong and what to do, in words for people. */
  message: string;
  stepId?: StepId;
  /**
   * Where in the step (or, without `stepId`, in the graph), e.g. `request.body.value.email` or `edges[2]`. What is
   * missing has the place at which it is missing.
   */
  path?: string;
  fix?: ProblemFix;
}

/** A change that puts the problem right, as data for `applyEdit`-like functions. */
export type ProblemFix =
  | { type: 'add_edge'; label: string; source: StepId; target: StepId }
  | { type: 'remove_edge'; label: string; index: number }
  /** In the text at the problem's own place, from its offset `at`. */
  | { type: 'replace_reference'; label: string; from: string; to: string; at: number }
  /** Without `value`, what stands at `path` is taken away. */
  | { type: 'set_value'; label: string; path: string; value?: JsonValue };

/** Notes a problem: an error unless it is said to be a warning. */
export type Report = (
  code: ProblemCode,
  path: string,
  message: string,
  details?: { severity?: Problem['severity']; fix?: ProblemFix | undefined },
) => void;

/** Notes problems of one step, or of the graph. */
export function reportInto(problems: Problem[], stepId?: StepId): Report {
  return (code, path, message, { severity = 'error', fix } = {}) => {
    const problem: Problem = { code, severity, message, path };
    if (stepId !== undefined) problem.stepId = stepId;
    if (fix) problem.fix = fix;
    problems.push(problem);
  };
}

/** The fix that writes a value. */
export function writeValue(
  path: string,
  value: JsonValue,
  label = `Use ${JSON.stringify(value)}`,
): ProblemFix {
  return { type: 'set_value', label, path, value };
}

/** The fix that takes a value away. */
export function takeOut(path: string, label = 'Take it out'): ProblemFix {
  return { type: 'set_value', label, path };
}
