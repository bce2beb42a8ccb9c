import { describe, expect, it } from 'vitest';
import { type HttpRequestTemplate, runGraph } from '#engine';
import { custom, shelf } from '../../support/credentials.js';
import { createHost, graph } from '../../support/engine.js';
import { ask, runWithSlot } from '../../support/slots.js';

describe('the record of a request', () => {
  const record = async (
    request: Partial<HttpRequestTemplate>,
    fields: Record<string, string> = { token: 'the/token' },
  ) => {
    const credentials = shelf({ main: { ...custom(fields), use: { type: 'bearer' } } });
    const { result } = await runWithSlot(ask({ method: 'POST', ...request }), { credentials });
    return result.steps.a?.attempts[0]?.request;
  };

  it('[S19] hides secrets in URL, headers and body, however they are written there', async () => {
    expect(
      await record({
        url: 'https://api.test/bot{{workspace.main}}/x?k={{workspace.main}}',
        headers: { 'X-Token': 'Token {{workspace.main}}' },
        body: { type: 'json', value: { a: ['{{workspace.main}}'] } },
      }),
    ).toEqual({
      method: 'POST',
      url: 'https://api.test/bot••••/x?k=••••',
      headers: { authorization: '••••', 'x-token': 'Token ••••', 'content-type': 'application/json' },
      body: { a: ['••••'] },
    });
    const form = await record({ body: { type: 'form', fields: { a: '{{workspace.main}}', b: 1 } } });
    expect(form?.body).toBe('a=••••&b=1');
  });

  it('[S19] hides them before it cuts', async () => {
    const text = `${'x'.repeat(65_530)}{{workspace.main}}`;
    const cut = await record({ body: { type: 'text', text: text.slice(-60_000) } });
    expect(cut?.body).toContain('••••');
    const long = await record({
      body: { type: 'json', value: ['x'.repeat(60_000), 'y'.repeat(5_523), '{{workspace.main}}', 'z'] },
    });
    expect(long).toMatchObject({ truncated: true });
    expect(String(long?.body)).toMatch(/^\["x{60000}","y{5523}","••••$/);
    expect(String(long?.body)).not.toContain('the/');
  });

  it('[S19] hides the key of an authentication, also one that is no credential', async () => {
    const key = (place: 'header' | 'query') =>
      record({ auth: { type: 'api_key', in: place, name: 'X-Own', value: 'typed-in' }, query: { q: 1 } });
    expect(await key('header')).toMatchObject({
      url: 'https://api.test/x?q=1',
      headers: { 'x-own': '••••' },
    });
    expect((await key('query'))?.url).toBe('https://api.test/x?q=1&X-Own=••••');
  });

  it('[S19] shows the fields that are no secrets', async () => {
    const credentials = shelf({ main: custom({ key: 'the-key', region: 'eu-west' }, { plain: ['region'] }) });
    const host = createHost({ credentials });
    const request: HttpRequestTemplate = {
      method: 'GET',
      url: 'https://api.test/{{workspace.main.region}}/{{workspace.main.key}}',
    };
    const { steps } = await runGraph({ graph: graph('a', { a: { request } }), ports: host.ports }).result;
    expect(steps.a?.attempts[0]?.request?.url).toBe('https://api.test/eu-west/••••');
  });
});
