import { type HttpMethod, type HttpStep, type RetryPolicy, runGraph } from '#engine';
import { decideRetry } from '../../src/engine/http/retry-delay.js';
import { type Answer, createHost, graph, type HostOptions, json } from './engine.js';

export const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
export const DAY = 86_400_000;

export interface Asked {
  headers?: Record<string, string>;
  attempt?: number;
  policy?: RetryPolicy;
  chance?: number;
  latest?: number;
}

/** What is decided after a GET got this status. */
export const decide = (
  status: number,
  { headers = {}, attempt = 1, policy, chance = 0, latest }: Asked = {},
) =>
  decideRetry({
    policy,
    method: 'GET',
    hasKey: false,
    mayRepeat: false,
    attempt,
    end: { type: 'status', status, headers },
    now: NOW,
    latest: latest ?? Number.POSITIVE_INFINITY,
    chance: () => chance,
  });

/** How long is waited then; undefined where it isn't tried again. */
export const delay = (status: number, asked: Asked = {}) => {
  const decision = decide(status, asked);
  return decision.type === 'wait' ? decision.ms : undefined;
};

export async function run(
  answers: readonly Answer[],
  method: HttpMethod = 'GET',
  options: HostOptions & { step?: Partial<HttpStep> } = {},
) {
  const host = createHost({ ...options, script: (_request, number) => answers[number - 1] ?? json('done') });
  const request = { method, url: 'http://api.test/a', ...options.step?.request };
  const step = { ...options.step, request };
  const result = await runGraph({ graph: graph('a', { a: step }), ports: host.ports }).result;
  return { host, result, attempts: result.steps.a?.attempts ?? [] };
}
