import type { ProblemDocument } from '../../api/resources.js';

/** One thing that the server found wrong with what was sent; `path` is where, e.g. `definition.graph.steps[0].id`. */
export interface ApiErrorEntry {
  path: string;
  message: string;
}

/**
 * The server refused, or could not be reached. `code` is stable and for programs (`not_found`,
 * `version_conflict`, `network`, …), `detail` is a sentence for people, also in `message`. `status` is the
 * HTTP status, 0 when there was no answer.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly ApiErrorEntry[];
  readonly requestId?: string;

  constructor(problem: Partial<ProblemDocument> & { code: string; detail: string }, options?: ErrorOptions) {
    super(problem.detail, options);
    this.status = problem.status ?? 0;
    this.code = problem.code;
    this.detail = problem.detail;
    if (problem.errors) this.errors = problem.errors;
    if (problem.requestId) this.requestId = problem.requestId;
  }
}

/** Reads the problem document (RFC 9457) of a refusal; anything else is told by its status. */
export async function toApiError(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const fallback = {
    status: response.status,
    code: 'unexpected_answer',
    detail: `The server answered ${response.status} without saying why.`,
    ...(requestId && { requestId }),
  };
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null) return new ApiError(fallback);
  // Each field is checked below; anything else in the document is left alone.
  const problem = body as Partial<Record<keyof ProblemDocument, unknown>>;
  return new ApiError({
    ...fallback,
    ...(typeof problem.code === 'string' && { code: problem.code }),
    ...(typeof problem.detail === 'string' && { detail: problem.detail }),
    ...(typeof problem.requestId === 'string' && { requestId: problem.requestId }),
    ...(Array.isArray(problem.errors) && { errors: problem.errors.filter(isEntry) }),
  });
}

function isEntry(value: unknown): value is ApiErrorEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
