import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { doorKinds, useDoor } from './support/doors.js';

describe.each(doorKinds)('the door on %s', (kind) => {
  const door = useDoor(kind);

  describe('E URLs', () => {
    test.each([
      ['userinfo', 'https://user:secret@example.com/'],
      ['a user name alone', 'https://user@example.com/'],
      ['an empty userinfo', 'https://@example.com/'],
      ['backslashes for slashes', 'https:\\\\example.com\\'],
      ['a backslash before the host ends', 'https://example.com\\@127.0.0.1/'],
      ['no slashes', 'https:example.com'],
      ['one slash', 'https:/example.com'],
      ['three slashes', 'https:///example.com'],
      ['no host', 'https://'],
      ['a tab in the host', 'https://exa\tmple.com/'],
      ['a line break in the host', 'https://exa\nmple.com/'],
      ['a carriage return in the host', 'https://exa\rmple.com/'],
      ['a space', 'https://example.com/a b'],
      ['a space before it', ' https://example.com/'],
      ['NUL', 'https://example.com/\0'],
      ['64 KB', `https://example.com/${'a'.repeat(65_536)}`],
      ['a port that is none', 'https://example.com:99999/'],
      ['a host that is none', 'https://exa%00mple.com/'],
      ['an address that is none', 'https://256.256.256.256/'],
      ['nothing', ''],
    ])('E a URL with %s is refused', async (_what, url) => {
      const refusal = await door.expectRefused({ url });
      expect(refusal).toMatchObject({
        code: 'invalid_request',
        message: expect.stringMatching(/^[A-Z].+\.$/),
      });
    });

    test.each([0, 22, 25, 5432, 6379, 3000, 8080, 65535])(
      'E port %i looks like a closed one',
      async (port) => {
        for (const host of ['8.8.8.8', 'example.com', '[2606:4700::1111]']) {
          for (const scheme of ['http', 'https']) {
            expect(await door.expectRefused({ url: `${scheme}://${host}:${port}/` })).toMatchObject({
              code: 'connection_failed',
              message: expect.stringMatching(
                `^Could not connect to ${host.replace(/[[\]]/g, '\\$&')}:${port}[.,]`,
              ),
            });
          }
        }
      },
    );

    test.each([
      'http://example.com/',
      'http://example.com:80/',
      'http://example.com:8443/',
      'https://example.com/',
    ])('E %s is reached', async (url) => {
      await door.expectThrough({ url });
    });

    test('E a path, a query and a long URL arrive as they were written', async () => {
      const path = `/a%20b/%2e%2e;x=1/?x=1&x=2&q=%C3%A9&long=${'a'.repeat(4_000)}`;
      await door.expectThrough({ url: `http://example.com${path}#here` });
      expect(door.requests[0]?.url).toBe(path);
    });

    test('E a homograph is shown as punycode', async () => {
      // The first letter is Cyrillic, percent-encoded.
      const url = 'http://%D0%B0pple.example.com';
      expect((await door.expectRefused({ url: `${url}:22/` })).message).toContain(
        'xn--pple-43d.example.com:22',
      );
      door.answer((_request, response) => response.writeHead(302, { location: `${url}/` }).end());
      const reply = await door.send({ url: 'http://example.com/' }, { followable: [] });
      expect(!reply.ok && reply.message).toContain('redirects to xn--pple-43d.example.com,');
    });
  });

  describe('F schemes', () => {
    test.each([
      'file:///etc/passwd',
      'ftp://example.com/',
      'gopher://example.com/_x',
      'data:text/plain,x',
      'blob:https://example.com/x',
      'javascript:alert(1)',
      'ws://example.com/',
      'wss://example.com/',
      'unix:/var/run/docker.sock',
      'http+unix://%2Fvar%2Frun%2Fdocker.sock/',
      'about:blank',
      '//example.com/',
      'example.com/',
    ])('F %s is refused', async (url) => {
      expect(await door.expectRefused({ url })).toMatchObject({
        code: 'invalid_request',
        message: 'The URL must start with https://.',
      });
    });

    test('F http is refused unless it is allowed', async () => {
      const url = 'http://example.com/';
      expect(await door.expectRefused({ url }, { door: { allowHttp: false } })).toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('PATCHBAY_ALLOW_HTTP'),
      });
      await door.expectThrough({ url }, { door: { allowHttp: true } });
    });

    test('F https is reached without a word about http', async () => {
      await door.expectThrough({ url: 'HTTPS://example.com/' }, { door: { allowHttp: false } });
    });

    test('F a redirect from https down to http is not followed, and one that stays is', async () => {
      door.answer(({ url }, response) => {
        const to = { '/down': 'http://example.com/', '/stay': '/there' }[url];
        if (to) response.writeHead(302, { location: to });
        response.end('there');
      });
      expect(await door.send({ url: 'https://example.com/down' })).toMatchObject({
        code: 'bad_response',
        message: expect.stringContaining('redirects from https to http'),
        phase: 'sent',
      });
      expect(door.requests.map(({ url }) => url)).toEqual(['/down']);
      await door.expectThrough({ url: 'https://example.com/stay' });
    });
  });
});

describe('TLS of the door on Node', () => {
  const door = useDoor('Node');

  test('F https speaks TLS and asks for a certificate of the host', async () => {
    const sockets: Socket[] = [];
    door.answer((_request, response, incoming) => {
      sockets.push(incoming.socket);
      response.end();
    });
    await door.expectThrough({ url: 'https://a.example.com/' });
    await door.expectThrough({ url: 'http://a.example.com/' });
    expect(sockets.map((socket) => socket instanceof TLSSocket)).toEqual([true, false]);
    const before = door.requests.length;
    expect(await door.send({ url: 'https://example.org/' })).toMatchObject({
      code: 'connection_failed',
      message: expect.stringMatching(/^example\.org has no TLS certificate that can be trusted \(.+\)\.$/),
      phase: 'connect',
    });
    expect(door.requests.length).toBe(before);
  });

  test('F a server that speaks no TLS on its port looks closed', async () => {
    // Port 8443 leads to a server without TLS here.
    const reply = await door.send({ url: 'https://example.com:8443/' });
    expect(reply).toMatchObject({ code: 'connection_failed', phase: 'connect' });
    expect(!reply.ok && reply.message).toMatch(/^Could not connect to example\.com:8443\./);
  });
});
