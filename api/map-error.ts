import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { issueMessage } from './issue-message.js';
import { Problem, type ProblemEntry } from './problem.js';

/** Turns whatever a handler threw into a refusal that says nothing about how the server works. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof z.ZodError) return toValidationProblem(error);
  if (error instanceof HTTPException) return fromHttpException(error);
  return fromDatabaseError(error) ?? internal(error);
}

/** What zod found, each with its place: `definition.graph.steps[0].id`. */
export function toValidationProblem(error: z.ZodError): Problem {
  const errors = error.issues.slice(0, 100).flatMap((issue) => toEntries(issue));
  const first = errors[0];
  const where = first?.path ? ` at ${first.path}` : '';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Problem(
    'invalid_request',
    `Check the request${where}: ${first?.message ?? 'it is not valid'}${more}.`,
    {
      errors,
    },
  );
}

function toEntries(issue: z.core.$ZodIssue): ProblemEntry[] {
  const path = toPlace(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: toPlace([...issue.path, key]),
      message: 'There is no such field',
    }));
  }
  return [{ path, message: issueMessage(issue) }];
}

function toPlace(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${place}[${JSON.stringify(name)}]`;
    return place ? `${place}.${name}` : name;
  }, '');
}

function fromHttpException(error: HTTPException): Problem {
  switch (error.status) {
    case 400:
      return new Problem('invalid_json', 'The body could not be read as JSON. Check its syntax.', {
        cause: error,
      });
    case 413:
      return new Problem('body_too_large', 'The body is larger than this server takes.', { cause: error });
    case 415:
      return new Problem('unsupported_media_type', 'Send the body as application/json.', { cause: error });
    default:
      return internal(error);
  }
}

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function fromDatabaseError(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  switch (error.code) {
    case '23505':
      return takenName(error) ?? new Problem('conflict', 'This exists already.', { cause: error });
    case '23514':
      return lastOwner(error);
    case '23503':
    case '40001':
    case '40P01':
      return new Problem('conflict', 'Something else changed at the same moment. Load again and retry.', {
        cause: error,
      });
    case '22003':
    case '22007':
    case '22008':
    case '22021':
    case '22P05':
      return new Problem('invalid_request', 'A number, date or text in the request cannot be kept.', {
        cause: error,
      });
    case '22P02':
      return new Problem('not_found', 'There is nothing with this id.', { cause: error });
    case '42501':
      return new Problem('forbidden', 'Your role in this workspace does not allow this.', { cause: error });
    case '57P01':
    case '57P03':
    case '53300':
    case 'ECONNREFUSED':
      return new Problem('unavailable', 'The database is not reachable right now. Try again soon.', {
        cause: error,
      });
    default:
      return undefined;
  }
}

function lastOwner(cause: Error): Problem | undefined {
  if (!('constraint' in cause) || cause.constraint !== 'workspace_members_last_owner') return undefined;
  const detail = 'This is the last owner of the workspace. Make somebody else an owner first.';
  return new Problem('last_owner', detail, { cause });
}

function takenName(cause: Error): Problem | undefined {
  switch ('constraint' in cause && cause.constraint) {
    case 'connectors_slug_key': {
      const detail = 'Another connector of this workspace has this slug. Choose another.';
      return new Problem('slug_taken', detail, { cause });
    }
    case 'workspace_members_pkey': {
      const detail = 'This user is a member already. Change their role instead.';
      return new Problem('conflict', detail, { cause });
    }
    case 'workspace_api_credentials_slot_key': {
      const detail = 'Another credential of this workspace fills this slot. Choose another.';
      return new Problem('slot_taken', detail, { cause });
    }
    default:
      return undefined;
  }
}

function internal(cause: unknown): Problem {
  const detail = 'The server failed on this request. Try again; if it stays, report the request id.';
  return new Problem('internal', detail, { cause });
}
