import { describe, expect, it } from 'vitest';
import { logOf } from '../../src/runs/run-log.js';
import { attempt, run, START, step } from './runs.js';

describe('logOf', () => {
  it('tells a retried, failed run in the order in which it happened', () => {
    const error = { code: 'http_status' as const, message: 'The server answered 503.' };
    const request = { method: 'GET', url: 'http://localhost/orders', headers: {} };
    const failed = run(
      [
        step('orders', {
          status: 'failed',
          startedAt: START + 10,
          finishedAt: START + 700,
          durationMs: 690,
          error,
          attempts: [
            attempt(1, 10, 90, {
              request,
              response: { status: 503, headers: {}, size: 12 },
              error,
              retryInMs: 500,
            }),
            attempt(2, 600, 100, { request, error }),
          ],
        }),
        step('mail', { status: 'skipped', finishedAt: START + 705, reason: 'Fetch orders failed.' }),
      ],
      { status: 'failed', finishedAt: START + 710, durationMs: 710, error },
    );
    expect(
      logOf(failed, (path) => (path === 'orders' ? 'Fetch orders' : 'Mail')).map((line) => line.text),
    ).toEqual([
      'The run started.',
      'Fetch orders started.',
      'Fetch orders: GET http://localhost/orders → 503 in 90 ms, 12 B',
      'Fetch orders: attempt 2 follows in 500 ms.',
      'Fetch orders: GET http://localhost/orders → The server answered 503.',
      'Fetch orders failed: The server answered 503.',
      'Mail was skipped: Fetch orders failed.',
      'The run failed after 710 ms.',
    ]);
  });

  it('has no line for what has not happened yet', () => {
    expect(logOf(run([step('a', { status: 'queued' })]), (path) => path).map((line) => line.text)).toEqual([
      'The run started.',
    ]);
  });
});
