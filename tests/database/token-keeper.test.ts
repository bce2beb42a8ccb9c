import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyRing } from '../../api/credentials/key-ring.js';
import { rotateKeys } from '../../api/credentials/rotate-keys.js';
import { seal, unseal } from '../../api/credentials/seal.js';
import { service } from '../../api/db/actor.js';
import type { Database } from '../../api/db/database.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { createGuardedHttp, type GuardedHttp } from '../../api/http/guarded-http.js';
import { createTokenKeeper } from '../../api/oauth/token-keeper.js';
import { claimToken, keepToken } from '../../api/oauth/token-row.js';
import type { Tokens } from '../../api/oauth/tokens.js';
import { systemClock } from '../../api/runtime/system-clock.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { createWorkspace } from '../support/database-fixtures.js';
import { startUpstream, type Upstream, type UpstreamHandler } from '../support/upstream-server.js';

const first = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const second = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
const keysOf = () => readKeyRing(first);

describe.each(drivers)('the tokens of a credential on $name', (driver) => {
  let opened: TestDatabase;
  let database: Database;
  /** As another process has it: a pool of its own, where there can be one. */
  let other: Database;
  let http: GuardedHttp;
  let upstream: Upstream;
  let answer: UpstreamHandler;
  let count = 0;

  const issue: UpstreamHandler = (_request, response) => {
    count += 1;
    const tokens = { access_token: `access-${count}`, refresh_token: `refresh-${count}`, expires_in: 3_600 };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...tokens, token_type: 'Bearer' }));
  };

  beforeAll(async () => {
    opened = await driver.openMigrated();
    ({ database } = opened);
    const { connectionString } = opened;
    other = connectionString ? await createPostgresDatabase({ connectionString }) : database;
    upstream = await startUpstream((...all) => answer(...all));
    http = createGuardedHttp({ allow: [upstream] });
    await createWorkspace(database, 'red');
  });
  afterAll(async () => {
    if (other !== database) await other.close();
    await http.close();
    await upstream.close();
    await opened.close();
  });

  /** A connected credential whose token has run out, unless `expiresAt` says otherwise. */
  async function credential(tokens: Tokens, expiresAt = new Date(0)) {
    const keys = await keysOf();
    const place = { workspaceId: 'red', credentialId: crypto.randomUUID() };
    await database.as(service, async (tx) =>
      tx
        .insertInto('workspace_api_credentials')
        .values({
          workspace_id: 'red',
          id: place.credentialId,
          slot: `slot_${place.credentialId.slice(0, 8)}`,
          name: 'A credential',
          type: 'oauth2_authorization_code',
          settings: JSON.stringify({
            authorizationEndpoint: `${upstream.url}/auth`,
            tokenEndpoint: `${upstream.url}/token`,
            clientId: 'client',
            clientAuth: 'post',
          }),
          hosts: ['api.example.com'],
          status: 'connected',
          sealed: JSON.stringify(await seal(keys, place, JSON.stringify({ clientSecret: 'the-secret' }))),
          sealed_tokens: JSON.stringify(
            await seal(keys, { ...place, part: 'tokens' }, JSON.stringify(tokens)),
          ),
          expires_at: expiresAt,
        })
        .execute(),
    );
    return place;
  }

  const keeper = async (on: Database) =>
    createTokenKeeper({ database: on, keys: await keysOf(), http, clock: systemClock });

  const row = (credentialId: string) =>
    database.as(service, (tx) =>
      tx
        .selectFrom('workspace_api_credentials')
        .selectAll()
        .where('id', '=', credentialId)
        .executeTakeFirstOrThrow(),
    );

  async function storedTokens(place: { workspaceId: string; credentialId: string }): Promise<Tokens> {
    const { sealed_tokens } = await row(place.credentialId);
    if (!sealed_tokens) throw new Error('There are no tokens.');
    return JSON.parse(await unseal(await keysOf(), { ...place, part: 'tokens' }, sealed_tokens));
  }

  it('are refreshed once for twenty callers of two processes, who all get the new one', async () => {
    const place = await credential({ accessToken: 'old', refreshToken: 'refresh-0' });
    const before = upstream.requests.length;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = (...all) => void held.then(() => issue(...all));
    const [here, there] = await Promise.all([keeper(database), keeper(other)]);
    const calls = Array.from({ length: 20 }, (_, index) => (index % 2 ? here : there).fresh(place));
    // All of them have looked, and the database still answers others while the token endpoint takes its time.
    await expect.poll(() => upstream.requests.length - before).toBe(1);
    expect((await row(place.credentialId)).refreshing_until).not.toBeNull();
    release();
    const tokens = await Promise.all(calls);
    expect(new Set(tokens.map((fresh) => fresh.ok && fresh.token))).toEqual(new Set([`access-${count}`]));
    expect(upstream.requests.length - before).toBe(1);
    expect(new URLSearchParams(upstream.requests.at(-1)?.body).get('refresh_token')).toBe('refresh-0');
    expect((await row(place.credentialId)).refreshing_until).toBeNull();
  });

  it('keep the refresh token before, until the newer one was used', async () => {
    const place = await credential({
      accessToken: 'old',
      refreshToken: 'refresh-lost',
      previousRefreshToken: 'refresh-kept',
    });
    answer = (request, ...rest) => {
      const used = new URLSearchParams(request.body).get('refresh_token');
      if (used !== 'refresh-lost') return issue(request, ...rest);
      rest[0].writeHead(400, { 'content-type': 'application/json' });
      rest[0].end(JSON.stringify({ error: 'invalid_grant' }));
    };
    const fresh = await (await keeper(database)).fresh(place);
    expect(fresh.ok).toBe(true);
    expect(await storedTokens(place)).toMatchObject({
      refreshToken: `refresh-${count}`,
      previousRefreshToken: 'refresh-kept',
    });
  });

  it('are given as they are while they are good, and renewed within a minute of their end', async () => {
    answer = issue;
    const soon = (ms: number) => new Date(Date.now() + ms);
    const good = await credential({ accessToken: 'good', refreshToken: 'r', lifetime: 3_600 }, soon(600_000));
    expect(await (await keeper(database)).fresh(good)).toMatchObject({ ok: true, token: 'good' });
    const ending = await credential(
      { accessToken: 'ending', refreshToken: 'r', lifetime: 3_600 },
      soon(30_000),
    );
    expect(await (await keeper(database)).fresh(ending)).toMatchObject({
      ok: true,
      token: `access-${count}`,
    });
    // A token that never lives longer than a minute would never be good enough.
    const short = await credential({ accessToken: 'short', refreshToken: 'r', lifetime: 40 }, soon(30_000));
    expect(await (await keeper(database)).fresh(short)).toMatchObject({ ok: true, token: 'short' });
  });

  it('are taken over from a process that is gone, whose late answer is dropped', async () => {
    answer = issue;
    const place = await credential({ accessToken: 'old', refreshToken: 'refresh-0' });
    const keys = await keysOf();
    const gone = await claimToken(database, keys, place, { stale: undefined, awaited: undefined });
    if (gone.state !== 'held') throw new Error(`It was ${gone.state}.`);
    const again = await claimToken(database, keys, place, { stale: undefined, awaited: undefined });
    expect(again.state).toBe('busy');
    await database.as(service, (tx) =>
      tx
        .updateTable('workspace_api_credentials')
        .set({ refreshing_until: new Date(0) })
        .where('id', '=', place.credentialId)
        .execute(),
    );
    const fresh = await (await keeper(other)).fresh(place);
    expect(fresh).toMatchObject({ ok: true, token: `access-${count}` });
    const late = { version: gone.held.version, tokens: { accessToken: 'late' } };
    expect(await keepToken(database, keys, place, late)).toBeUndefined();
    expect((await storedTokens(place)).accessToken).toBe(`access-${count}`);
  });

  it('are sealed anew with the secrets where the key changes', async () => {
    const place = await credential({ accessToken: 'old', refreshToken: 'refresh-0' });
    const ring = await readKeyRing(`${second},${first}`);
    await rotateKeys(database, ring);
    const { sealed, sealed_tokens } = await row(place.credentialId);
    const only = await readKeyRing(second);
    if (!sealed_tokens) throw new Error('There are no tokens.');
    expect(await unseal(only, place, sealed)).toContain('the-secret');
    expect(await unseal(only, { ...place, part: 'tokens' }, sealed_tokens)).toContain('refresh-0');
    await expect(unseal(only, place, sealed_tokens)).rejects.toThrow("can't be opened");
  });
});
