import type { JsonValue } from '../json.js';
import { isJsonObject, ownProperty } from '../json-operations.js';
import { unreachable } from '../unreachable.js';

/** An answer as people may see it: secrets are redacted. `body` is absent where it can't be read. */
interface ShownAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body?: JsonValue | undefined;
}

/** What an answer that is no success says, in a sentence, and what to do about it. */
export function statusMessage(request: ShownRequest, answer: ShownAnswer): string {
  const { status, headers } = answer;
  return `${describeAnswer(request, answer)}${quote(answer)} ${advice(status, headers)}`;
}

/** The same for an answer that a step says is none, whatever its status. */
export function outcomeMessage(
  request: ShownRequest,
  answer: ShownAnswer,
  outcome: 'fail' | 'retry' | 'rate_limited' | 'auth_expired',
): string {
  return `${describeAnswer(request, answer)}${quote(answer)} ${outcomeAdvice(outcome)}`;
}

/** `GET https://api.example.com/users answered 429 Too Many Requests.` */
export function describeAnswer(request: ShownRequest, { status }: Pick<ShownAnswer, 'status'>): string {
  const name = STATUS_NAMES[status];
  return `${describeRequest(request)} answered ${name ? `${status} ${name}` : status}.`;
}

/** A request as people may see it. */
export interface ShownRequest {
  method: string;
  url: string;
}

/** `GET https://api.example.com/users/7`; the query may hold private data and is left out. */
export function describeRequest({ method, url }: ShownRequest): string {
  return `${method} ${url.replace(/[?#].*$/s, '')}`;
}

function quote({ body }: ShownAnswer): string {
  const said = sayingOf(body);
  return said === undefined ? '' : ` It says: “${said}”.`;
}

function outcomeAdvice(outcome: Parameters<typeof outcomeMessage>[2]): string {
  switch (outcome) {
    case 'fail':
      return 'This means that it failed. Check the values that the request sends.';
    case 'retry':
      return 'This means that it has to be tried again, and no attempt is left. Run it again later.';
    case 'rate_limited':
      return 'Too many requests were sent. Run it again later, or slower.';
    case 'auth_expired':
      return 'Its access has expired. Connect the credential again.';
    default:
      return unreachable(outcome);
  }
}

function advice(status: number, headers: Readonly<Record<string, string>>): string {
  switch (status) {
    case 400:
    case 422:
      return 'Check the values that the request sends.';
    case 401:
      return 'It asks for credentials. Check the authorization header.';
    case 403:
      return 'The credentials are not allowed to do this.';
    case 404:
    case 410:
      return 'Check the URL, and the ids in it.';
    case 405:
      return 'Check the method.';
    case 409:
      return 'The thing was changed or exists already.';
    case 413:
      return 'Send less at once.';
    case 415:
      return 'Check the type of the body.';
    case 429:
      return 'Too many requests were sent. Run it again later, or slower.';
    default:
      break;
  }
  if (status >= 300 && status < 400) {
    const { location } = headers;
    return location ? `It points to ${location}; use that URL if it is the right one.` : 'Check the URL.';
  }
  return status >= 500 ? 'The fault is on the server. Run it again later.' : 'Check the request.';
}

/** The message that APIs put into their errors, under the names that most of them use. */
function sayingOf(body: JsonValue | undefined): string | undefined {
  if (!isJsonObject(body)) return undefined;
  for (const key of ['message', 'detail', 'error_description', 'error', 'title', 'description']) {
    const value = ownProperty(body, key);
    const text = isJsonObject(value) ? ownProperty(value, 'message') : value;
    if (typeof text === 'string' && text.trim() !== '') return text.trim().replace(/\.$/, '').slice(0, 200);
  }
  const errors = ownProperty(body, 'errors');
  const [first = null] = Array.isArray(errors) ? errors : [];
  return sayingOf(typeof first === 'string' ? { message: first } : first);
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  418: "I'm a Teapot",
  422: 'Unprocessable Content',
  423: 'Locked',
  425: 'Too Early',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
