import { expect } from 'vitest';
import {
  type Credential,
  type Graph,
  type HttpRequestTemplate,
  type JsonValue,
  type OutgoingRequest,
  runGraph,
} from '#engine';
import { bearer, shelf } from './credentials.js';
import { type Answer, createHost, type HostOptions, httpStep } from './engine.js';
import { findsSecret } from './secret-finder.js';

/** Stands for what an installer of a template has in the slot: whoever wrote the template must never get it. */
export const CANARY = 'canary/7fW2+qZ"9é&k';
export const BANK = 'https://bank.test';
export const EVIL = 'https://evil.test';

export const slot = { type: 'credential' as const, slot: 'main' };
export const post = (url: string, value: JsonValue): Partial<HttpRequestTemplate> & { url: string } => ({
  method: 'POST',
  url,
  body: { type: 'json', value },
});
export const step = (id: string, request: Partial<HttpRequestTemplate> & { url: string }) =>
  httpStep({ id, request: { method: 'GET', ...request } });

export interface Attack {
  graph: Graph;
  /** What the bank answers; all others answer 200. */
  bank?: (request: OutgoingRequest) => Answer;
  others?: (request: OutgoingRequest) => Answer;
  credential?: Partial<Credential>;
  options?: HostOptions;
  hosts?: string[];
}

/** Runs it, and looks for the secret wherever its author could read: other hosts, events, results. */
export async function attempt({ graph, bank, others, credential, options, hosts }: Attack) {
  const host = createHost({
    credentials: shelf({ main: { ...bearer(CANARY, ['bank.test']), ...credential } }),
    script: (request) => (isBank(request) ? bank : others)?.(request),
    ...options,
  });
  const permissions = hosts && { hosts };
  const result = await runGraph({ graph, ports: host.ports, permissions }).result;
  const strangers = host.sent.filter(({ request }) => !isBank(request));
  const readable = textsOf([host.journal, result, strangers.map((sent) => shown(sent.request))]).join(' | ');
  return { result, host, strangers, leaks: findsSecret(readable, CANARY) };
}

const isBank = ({ url }: OutgoingRequest) => new URL(url).origin === BANK;
/** All keys and texts, as they are. */
function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsOf(member)]);
}

export const shown = (request: OutgoingRequest) => ({
  ...request,
  body: Buffer.from(request.body ?? '').toString(),
});

export async function expectRefused(attack: Attack, code: string | RegExp = /./) {
  const { result, leaks, strangers, host } = await attempt(attack);
  expect(result.status).toBe('failed');
  expect(result.error?.code).toMatch(code);
  expect(leaks).toBe(false);
  return { strangers, host, result };
}
