import type { ProblemDocument } from './resources.js';

const problems = {
  invalid_json: [400, 'The body is not JSON'],
  invalid_request: [400, 'The request is not as the API expects it'],
  workspace_required: [400, 'No workspace was named'],
  unauthorized: [401, 'Not signed in'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  slug_taken: [409, 'The slug is taken'],
  conflict: [409, 'The change conflicts with another one'],
  connector_in_use: [409, 'The connector is in use'],
  credential_in_use: [409, 'The credential is in use'],
  slot_taken: [409, 'The slot is taken'],
  last_owner: [409, 'The workspace needs an owner'],
  already_finished: [409, 'The run has ended'],
  version_conflict: [412, 'Somebody else saved a newer version'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body is not JSON'],
  connector_cycle: [422, 'The connector would run itself'],
  invalid_graph: [422, 'The graph cannot run yet'],
  invalid_input: [422, 'The input does not fit'],
  version_required: [428, 'The version is missing'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'Not ready'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;
export type ProblemEntry = NonNullable<ProblemDocument['errors']>[number];

export interface ProblemOptions extends ErrorOptions {
  /** What is wrong with the request, place by place. */
  errors?: ProblemEntry[];
  /** Headers of the answer, e.g. `www-authenticate`. */
  headers?: Record<string, string>;
}

/** A refusal at the API's edge: thrown by handlers, written as `application/problem+json` (RFC 9457) once. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: ProblemEntry[] | undefined;
  readonly headers: Record<string, string>;

  /** `detail` says what happened and what to do next, in a sentence that may be shown to anybody. */
  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options);
    this.code = code;
    this.status = problems[code][0];
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }

  toResponse(requestId: string): Response {
    const document: ProblemDocument = {
      type: `urn:patchbay:problem:${this.code}`,
      title: problems[this.code][1],
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
      requestId,
    };
    return new Response(JSON.stringify(document), {
      status: this.status,
      headers: { ...this.headers, 'content-type': 'application/problem+json' },
    });
  }
}

/** One answer for a thing that doesn't exist and a thing of another workspace: nobody can tell which. */
export function notFound(what: string): Problem {
  return new Problem('not_found', `There is no such ${what} in this workspace.`);
}

export function notFoundRoute(path: string): Problem {
  return new Problem('not_found', `There is nothing at ${path}. The routes are listed at /api/v1/docs.`);
}
