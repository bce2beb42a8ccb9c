/** Offsets into the text of a template, from 0; `end` is after the last character. */
export interface Span {
  start: number;
  end: number;
}

export type ExpressionErrorCode =
  | 'syntax'
  | 'unknown_root'
  | 'missing'
  | 'type'
  | 'limit'
  | 'unknown_function'
  | 'unsafe_header'
  | 'unsafe_url'
  | 'secret_outside_request';

export interface ExpressionErrorDetails {
  /** The reference as it is written, e.g. `step_1.user.emial`. */
  reference?: string;
  /** Where in the template's text. */
  position?: Span;
  /** Which string of the template, e.g. `request.body.value.email`. */
  place?: string;
  /** The nearest thing that exists, as it would be written instead. */
  suggestion?: string;
}

/** Why a template can't be read or has no value. The message is for people and says what to do. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly code: ExpressionErrorCode;
  readonly reference?: string;
  readonly position?: Span;
  readonly suggestion?: string;
  /** Set once, by the template that the failing text is part of. */
  place?: string;

  constructor(code: ExpressionErrorCode, message: string, details: ExpressionErrorDetails = {}) {
    super(message);
    this.code = code;
    Object.assign(this, details);
  }
}

/** What goes wrong with an expression while something runs; undefined where all goes well. */
export function expressionErrorOf(run: () => unknown): ExpressionError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
