import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serviceClient, webClient } from '../support/authorization-server.js';
import { type OAuthWorld, openOAuthWorld, path } from '../support/oauth-world.js';

let w: OAuthWorld;
beforeAll(async () => {
  w = await openOAuthWorld();
});
afterAll(() => w.close());

describe('a token that has run out', () => {
  test('is renewed once for twenty runs at the same time, and its refresh token with it', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    await w.run(slot);
    const old = w.lastToken();
    for (const round of [1, 2]) {
      await w.expire(id);
      const before = w.provider.asked.length;
      const runs = await Promise.all(Array.from({ length: 20 }, () => w.run(slot)));
      expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'succeeded'));
      expect(w.provider.asked.slice(before), `round ${round}`).toEqual(['refresh_token']);
    }
    expect(w.lastToken()).not.toBe(old);
  });

  test('is renewed once where the API refuses it although it looked fresh', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    await w.run(slot);
    const old = w.lastToken();
    await w.provider.forget(old);
    const before = w.provider.asked.length;
    expect((await w.run(slot)).status).toBe('succeeded');
    expect(w.provider.asked.slice(before)).toEqual(['refresh_token']);
    expect(w.lastToken()).not.toBe(old);
  });

  test('whose access was withdrawn asks to connect it again, and works when that was done', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    await w.provider.revokeAll();
    await w.expire(id);
    const failed = await w.run(slot);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'auth_expired', step: 'step_1' } });
    expect(failed.error.message).toMatch(/invalid_grant.*Connect "Orders" again/);
    expect(await w.read(id)).toMatchObject({
      status: 'reconnect',
      problem: expect.stringContaining('withdrawn'),
    });
    const before = w.provider.asked.length;
    await w.run(slot);
    expect(w.provider.asked.length).toBe(before);
    await w.connect(id);
    expect(await w.read(id)).toMatchObject({ status: 'connected', problem: null });
    expect((await w.run(slot)).status).toBe('succeeded');
  });

  test('stays connected while the service is down, and is renewed afterwards', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    await w.expire(id);
    w.provider.before(async () => ({ status: 503 }));
    const before = w.provider.asked.length;
    const runs = await Promise.all(Array.from({ length: 5 }, () => w.run(slot)));
    expect(runs.map(({ error }) => error.code)).toEqual(runs.map(() => 'connection_failed'));
    expect(w.provider.asked.length - before).toBeLessThanOrEqual(5);
    expect(await w.read(id)).toMatchObject({ status: 'connected', problem: expect.stringContaining('503') });
    w.provider.before(undefined);
    expect((await w.run(slot)).status).toBe('succeeded');
    expect(await w.read(id)).toMatchObject({ status: 'connected', problem: null });
  });

  test('is not kept when the credential was changed while it was fetched', async () => {
    const { id, slot } = await w.create();
    await w.connect(id);
    await w.expire(id);
    w.provider.before(async () => {
      w.provider.before(undefined);
      const change = { settings: w.codeCredential().settings, secrets: { clientSecret: webClient.secret } };
      await w.admin.request('PATCH', `${path}/${id}`, change, { 'if-match': '"1"' });
      return undefined;
    });
    expect(await w.run(slot)).toMatchObject({ status: 'failed', error: { code: 'auth_expired' } });
    expect((await w.read(id)).status).toBe('not_connected');
  });
});

describe('client credentials', () => {
  const credential = (more: Record<string, unknown> = {}) =>
    w.codeCredential({
      type: 'oauth2_client_credentials',
      settings: {
        tokenEndpoint: `${w.provider.issuer}/token`,
        clientId: serviceClient.id,
        clientAuth: 'post',
        scopes: 'orders:read',
      },
      secrets: { clientSecret: serviceClient.secret },
      ...more,
    });

  test('fetch one token for many runs, without anybody at a browser', async () => {
    const { id, slot } = await w.create(credential());
    const before = w.provider.asked.length;
    const runs = await Promise.all(Array.from({ length: 5 }, () => w.run(slot)));
    expect(runs.map(({ output }) => output?.owner)).toEqual(runs.map(() => serviceClient.id));
    expect(w.provider.asked.slice(before)).toEqual(['client_credentials']);
    expect((await w.read(id)).status).toBe('connected');
  });

  test('with a wrong secret say so, and work once it is right', async () => {
    const { id, slot } = await w.create(credential({ secrets: { clientSecret: 'wrong-secret-0123456789' } }));
    const failed = await w.run(slot);
    expect(failed.error).toMatchObject({
      code: 'auth_expired',
      message: expect.stringContaining('invalid_client'),
    });
    expect(JSON.stringify(failed)).not.toContain('wrong-secret');
    const secrets = { clientSecret: serviceClient.secret };
    await w.admin.request('PATCH', `${path}/${id}`, { secrets }, { 'if-match': '"1"' });
    expect((await w.run(slot)).status).toBe('succeeded');
  });

  test('go to another token endpoint only with the secret given again', async () => {
    const { id } = await w.create(credential());
    const settings = { ...credential().settings, tokenEndpoint: 'https://evil.example/token' };
    const change = (body: unknown) => w.admin.request('PATCH', `${path}/${id}`, body, { 'if-match': '"1"' });
    const refused = await change({ settings });
    expect({ status: refused.status, at: refused.body.errors?.[0].path }).toEqual({
      status: 400,
      at: 'secrets',
    });
    expect((await change({ settings, secrets: { clientSecret: 'another-one' } })).status).toBe(200);
  });

  test('are fetched through the guarded door: not from a private address', async () => {
    const settings = { ...credential().settings, tokenEndpoint: 'http://169.254.169.254/token' };
    const { slot } = await w.create(credential({ settings }));
    const { error } = await w.run(slot);
    expect(error.code).toMatch(/connection_failed|auth_expired/);
  });
});
