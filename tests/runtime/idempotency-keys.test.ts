import { describe, expect, it } from 'vitest';
import { createIdempotencyKeys } from '../../api/runtime/idempotency-keys.js';

describe('idempotency keys', () => {
  const keyOf = createIdempotencyKeys('a secret');

  it('are the same for one step of one execution, also from another process', async () => {
    const key = await keyOf('w', 'e', 'step_1');
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    expect(await createIdempotencyKeys('a secret')('w', 'e', 'step_1')).toBe(key);
  });

  it('differ by workspace, execution, step and secret, however those are cut', async () => {
    const keys = await Promise.all([
      keyOf('w', 'e', 'step_1'),
      keyOf('w', 'e', 'step_2'),
      keyOf('w', 'e2', 'step_1'),
      keyOf('w2', 'e', 'step_1'),
      keyOf('we', '', 'step_1'),
      keyOf('w', 'e', 'step_1/step_1'),
      keyOf('w', 'e', 'step_1[0]'),
      keyOf('w', 'e', 'step_1[1]'),
      keyOf('w', 'e', 'step_1[1]/step_1'),
      createIdempotencyKeys('another')('w', 'e', 'step_1'),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
