import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadPatiently } from '../../src/ui/load-patiently.js';

describe('code that is loaded over a network', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('comes when the server is back', async () => {
    let isAway = true;
    const load = vi.fn(async () => {
      if (isAway) throw new TypeError('Failed to fetch dynamically imported module');
      return 'code';
    });
    const loaded = loadPatiently(load);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(load.mock.calls.length).toBeGreaterThan(4);
    isAway = false;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await loaded).toBe('code');
  });

  it('is given up after a minute, as the last try says', async () => {
    let tries = 0;
    const loaded = loadPatiently(async () => {
      tries += 1;
      throw new Error(`try ${tries}`);
    });
    const outcome = loaded.catch((error: Error) => error.message);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await outcome).toBe('try 11');
  });
});
