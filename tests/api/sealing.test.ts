import { describe, expect, it } from 'vitest';
import { KeyRingError, readKeyRing, UnknownKeyError } from '../../api/credentials/key-ring.js';
import { type Sealed, seal, UnsealError, unseal } from '../../api/credentials/seal.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const place = { workspaceId: 'red', credentialId: '7b7a3f3e-0000-4000-8000-000000000001' };
const secret = 'sk_live_ü😀\u0000\ufeff 4f2a';

describe('a sealed credential', () => {
  it('opens to the text that was sealed, and is another one each time', async () => {
    const ring = await readKeyRing(`k1:${key(1)}`);
    const first = await seal(ring, place, secret);
    const second = await seal(ring, place, secret);
    expect(await unseal(ring, place, first)).toBe(secret);
    expect(await unseal(ring, place, second)).toBe(secret);
    expect(first.kid).toBe('k1');
    expect(first.iv).not.toBe(second.iv);
    expect(first.ct).not.toBe(second.ct);
    expect(Buffer.from(first.iv, 'base64')).toHaveLength(12);
    expect(JSON.stringify(first)).not.toContain('sk_live');
  });

  it('takes texts of nothing and of many kilobytes', async () => {
    const ring = await readKeyRing(`k1:${key(1)}`);
    for (const text of ['', '😀'.repeat(100_000)])
      expect(await unseal(ring, place, await seal(ring, place, text))).toBe(text);
  });

  it.each([
    ['another workspace', { ...place, workspaceId: 'blue' }],
    ['another credential', { ...place, credentialId: '7b7a3f3e-0000-4000-8000-000000000002' }],
    ['the same credential, in the place of its tokens', { ...place, part: 'tokens' as const }],
    ['the same credential, in the place of a verifier', { ...place, part: 'verifier' as const }],
  ])('doesn’t open in the row of %s', async (_name, elsewhere) => {
    const ring = await readKeyRing(`k1:${key(1)}`);
    await expect(unseal(ring, elsewhere, await seal(ring, place, secret))).rejects.toThrow(UnsealError);
  });

  it('doesn’t open where anything of it was changed', async () => {
    const ring = await readKeyRing(`k1:${key(1)},k2:${key(2)}`);
    const sealed = await seal(ring, place, secret);
    const flip = (base64: string, at: number) => {
      const bytes = Buffer.from(base64, 'base64');
      bytes[at < 0 ? bytes.length + at : at]! ^= 1;
      return bytes.toString('base64');
    };
    const changed: Sealed[] = [
      { ...sealed, ct: flip(sealed.ct, 0) },
      { ...sealed, ct: flip(sealed.ct, -1) },
      { ...sealed, ct: '' },
      { ...sealed, ct: 'not base64!' },
      { ...sealed, iv: flip(sealed.iv, 3) },
      { ...sealed, iv: '' },
      { ...sealed, kid: 'k2' },
      { ...sealed, v: 2 as unknown as 1 },
    ];
    for (const each of changed)
      await expect(unseal(ring, place, each), JSON.stringify(each)).rejects.toThrow(UnsealError);
  });

  it('says nothing of the text where it doesn’t open', async () => {
    const sealed = await seal(await readKeyRing(`k1:${key(1)}`), place, secret);
    const refusal = await unseal(await readKeyRing(`k1:${key(9)}`), place, sealed).catch(String);
    expect(refusal).toContain(place.credentialId);
    expect(refusal).not.toContain('sk_live');
  });
});

describe('a ring of keys', () => {
  it('seals with its first key and opens with each', async () => {
    const before = await readKeyRing(`k1:${key(1)}`);
    const after = await readKeyRing(`k2:${key(2)}, k1:${key(1)}`);
    expect(after.kids).toEqual(['k2', 'k1']);
    expect(await unseal(after, place, await seal(before, place, secret))).toBe(secret);
    expect((await seal(after, place, secret)).kid).toBe('k2');
  });

  it('names the key that it lacks', async () => {
    const sealed = await seal(await readKeyRing(`old:${key(1)}`), place, secret);
    const opened = unseal(await readKeyRing(`new:${key(2)}`), place, sealed);
    await expect(opened).rejects.toThrow(UnknownKeyError);
    await expect(opened).rejects.toThrow('named old');
  });

  it.each([
    ['nothing', ''],
    ['no name', key(1)],
    ['an empty name', `:${key(1)}`],
    ['a name with spaces', `my key:${key(1)}`],
    ['a short key', `k1:${Buffer.alloc(16).toString('base64')}`],
    ['a long key', `k1:${Buffer.alloc(33).toString('base64')}`],
    ['hex', `k1:${Buffer.alloc(32, 1).toString('hex')}`],
    ['a key without padding', `k1:${key(1).replace('=', '')}`],
    ['an entry too many', `k1:${key(1)},`],
    ['a name twice', `k1:${key(1)},k1:${key(2)}`],
  ])('refuses %s, without showing it', async (_name, setting) => {
    const refusal = await readKeyRing(setting).catch((error) => error);
    expect(refusal).toBeInstanceOf(KeyRingError);
    for (const each of [key(1), key(2), Buffer.alloc(16).toString('base64')])
      expect(refusal.message).not.toContain(each.slice(0, 12));
  });
});
