import { describe, expect, it } from 'vitest';
import { runGraph } from '#engine';
import { createCredentialStore, isRefusal } from '../../../src/engine/secrets/credential-store.js';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { bearer, shelf } from '../../support/credentials.js';
import { createHost, deferred, graph, json, settle } from '../../support/engine.js';
import { run as graphRun } from '../../support/http-step.js';
import { ask, runWithSlot } from '../../support/slots.js';

describe('an access that expired', () => {
  const answers = (request: { headers: Record<string, string> }) =>
    request.headers.authorization === 'Bearer new-token' ? undefined : json({ message: 'expired' }, 401);

  it('[S18] is renewed once for all steps of a run that find it expired, and used from then on', async () => {
    const credentials = shelf(
      { main: bearer('old-token') },
      { main: [bearer('new-token'), bearer('newest')] },
    );
    const held = deferred<void>();
    const host = createHost({
      credentials,
      async script(request) {
        // All three have sent the old one before the first is refused.
        if (request.headers.authorization === 'Bearer old-token') await held.promise;
        return answers(request);
      },
    });
    const flow = graph('a -> d, b -> d, c -> d', { a: ask(), b: ask(), c: ask(), d: ask() });
    const { result } = runGraph({ graph: flow, ports: host.ports });
    await settle();
    held.resolve();
    expect((await result).status).toBe('succeeded');
    expect(credentials.asked).toEqual(['find main', 'refresh main']);
    expect(host.sent).toHaveLength(7);
  });

  it('[S18] that can not be renewed is asked for once, and fails the steps', async () => {
    const credentials = shelf({ main: bearer('old-token') });
    const host = createHost({ credentials, script: answers });
    const flow = graph('a -> d, b -x> d, a -x> d', { a: ask(), b: ask(), d: ask() });
    const { status } = await runGraph({ graph: flow, ports: host.ports }).result;
    expect(status).toBe('failed');
    expect(credentials.asked).toEqual(['find main', 'refresh main']);
  });

  it('[S18] is renewed again where the new one expires too', async () => {
    const credentials = shelf(
      { main: bearer('old-token') },
      { main: [bearer('newer-token'), bearer('new-token')] },
    );
    let isLate = false;
    const host = createHost({
      credentials,
      script(request) {
        if (request.url.endsWith('/late')) isLate = true;
        return isLate || request.headers.authorization === 'Bearer old-token' ? answers(request) : undefined;
      },
    });
    const flow = graph('a -> b', { a: ask(), b: ask({ url: 'https://api.test/late' }) });
    const { status } = await runGraph({ graph: flow, ports: host.ports }).result;
    expect(status).toBe('succeeded');
    expect(credentials.asked).toEqual(['find main', 'refresh main', 'refresh main']);
  });

  it('[S18] is the newest one also for whoever has seen none of those between', async () => {
    const credentials = shelf({ main: bearer('token-1') }, { main: [bearer('token-2'), bearer('token-3')] });
    const store = createCredentialStore(credentials, createRedactor());
    const found = await store.find('main', graphRun);
    const first = isRefusal(found) ? undefined : found;
    const second = first && (await store.renew('main', graphRun, first));
    const third = second && (await store.renew('main', graphRun, second));
    expect(third?.fields.token).toBe('token-3');
    expect(first && (await store.renew('main', graphRun, first))).toBe(third);
    expect(await store.find('main', graphRun)).toBe(third);
    expect(credentials.asked).toEqual(['find main', 'refresh main', 'refresh main']);
  });

  it('[S18] is not used anew for a host that the new one is not for', async () => {
    const credentials = shelf({ main: bearer('old-token') }, { main: [bearer('new-token', ['other.test'])] });
    const { result, host } = await runWithSlot(ask(), { credentials, script: answers });
    expect(result.error?.status).toBe(401);
    expect(host.sent).toHaveLength(1);
  });

  it('[S18] is hidden too, the old and the new', async () => {
    const credentials = shelf({ main: bearer('old-token') }, { main: [bearer('new-token')] });
    const script = (request: { headers: Record<string, string> }) =>
      answers(request) ?? json({ you: request.headers.authorization ?? '', before: 'old-token' });
    const { result, host } = await runWithSlot(ask(), { credentials, script });
    expect(result.output).toEqual({ you: 'Bearer ••••', before: '••••' });
    expect(JSON.stringify(host.journal)).not.toMatch(/old-token|new-token/);
  });
});
