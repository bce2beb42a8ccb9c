import type { Execution, ExecutionSummary, Flow } from '../src/client/index.js';
import { createClient } from '../src/client/index.js';

export interface ScriptedRequest {
  path: string;
  method: string;
  /** What was sent, read as JSON. */
  body: unknown;
}
export type Answer = unknown | ((request: ScriptedRequest) => unknown);

/** Answers that are no JSON: nothing ever, no server at all, or a refusal. */
export const never = Symbol('never');
export const offline = Symbol('offline');
export interface Refusal {
  refuse: number;
  code: string;
  detail: string;
  errors?: readonly { path: string; message: string }[];
}

/**
 * A client of a server that answers from a script: paths below `/api/v1` (the longest that fits wins) to what they
 * answer. Everything above the wire is the real thing.
 */
export function scriptedClient(script: Readonly<Record<string, Answer>>) {
  const paths = Object.keys(script).sort((a, b) => b.length - a.length);
  return createClient({
    baseUrl: 'https://patchbay.example',
    token: 'story',
    workspaceId: 'demo',
    fetch: async (url, init) => {
      const path = url.replace('https://patchbay.example/api/v1', '');
      const key = paths.find((candidate) => path.startsWith(candidate));
      const answer =
        key === undefined ? { refuse: 404, code: 'not_found', detail: 'No such thing.' } : script[key];
      if (typeof answer !== 'function') return reply(answer);
      const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
      return reply(answer({ path, method: init.method ?? 'GET', body }));
    },
  });
}

async function reply(answer: unknown): Promise<Response> {
  if (answer === never) return new Promise<Response>(() => {});
  if (answer === offline) throw new TypeError('Failed to fetch');
  if (answer instanceof Response) return answer;
  if (isRefusal(answer))
    return Response.json({ ...answer, status: answer.refuse }, { status: answer.refuse });
  return Response.json(answer);
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refuse' in answer;
}

export const page = <T>(items: readonly T[], nextCursor: string | null = null) => ({ items, nextCursor });

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function flow(number: number, more: Partial<Flow> = {}): Flow {
  return {
    id: id(number),
    name: 'Order to shipment',
    description: 'Looks a customer up, collects their open orders and books a parcel.',
    definition: {
      inputSchema: { type: 'object', properties: { userId: { type: 'integer', title: 'User', default: 1 } } },
      graph: {
        steps: [
          {
            id: 'user',
            type: 'http',
            name: 'Fetch user',
            position: { x: 40, y: 60 },
            request: {
              method: 'GET',
              url: 'http://localhost:4311/users/:id',
              path: { id: '{{input.userId}}' },
            },
          },
          {
            id: 'orders',
            type: 'http',
            name: 'Fetch orders',
            position: { x: 380, y: 90 },
            request: { method: 'GET', url: 'http://localhost:4311/orders', query: { userId: '{{user.id}}' } },
          },
          {
            id: 'shipment',
            type: 'connector',
            name: 'Create shipment',
            position: { x: 720, y: 60 },
            connector: 'create-shipment',
            input: { zip: '{{user.address.zip}}', items: '{{orders.items}}' },
          },
          {
            id: 'mail',
            type: 'http',
            name: 'Send e-mail',
            position: { x: 1060, y: 60 },
            request: { method: 'POST', url: 'http://localhost:4311/mails' },
          },
        ],
      },
    },
    version: 14,
    createdAt: '2026-01-02T08:00:00Z',
    updatedAt: '2026-01-05T08:40:00Z',
    ...more,
  };
}

export function summary(number: number, more: Partial<ExecutionSummary> = {}): ExecutionSummary {
  return {
    id: id(1_000 + number),
    number,
    flowId: id(1),
    connectorId: null,
    name: 'Order to shipment',
    version: 14,
    status: 'succeeded',
    trigger: 'manual',
    error: null,
    createdAt: '2026-01-05T09:00:00Z',
    startedAt: '2026-01-05T09:00:00Z',
    finishedAt: '2026-01-05T09:00:01.225Z',
    durationMs: 1_225,
    ...more,
  };
}

export function execution(number: number, more: Partial<Execution> = {}): Execution {
  const own = { replay: null, input: { userId: 1 }, output: null, seq: 12, steps: [] };
  return { ...summary(number), ...own, ...more };
}
