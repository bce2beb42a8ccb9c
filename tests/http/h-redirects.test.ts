import { describe, expect, test } from 'vitest';
import type { UpstreamHandler } from '../support/upstream-server.js';
import { doorKinds, useDoor } from './support/doors.js';

const first = 'http://first.example.com';
const second = 'http://second.example.com';
/** What each origin answers with a redirect: from its path `/to`, wherever and however the test says. */
const redirect =
  (location: string, status = 302): UpstreamHandler =>
  ({ url }, response) => {
    if (url === '/to') response.writeHead(status, { location });
    response.end('landed');
  };

describe.each(doorKinds)('the door on %s', (kind) => {
  const door = useDoor(kind);
  const seen = () => door.requests.map(({ headers, url }) => `${headers.host}${url}`);

  describe('H where a redirect may not lead', () => {
    test.each([
      'http://127.0.0.1:1/',
      'http://127.0.0.1/',
      'http://169.254.169.254/latest/meta-data/',
      'https://169.254.169.254/',
      'http://[::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://2130706433/',
      '//127.0.0.1/',
      '/\\127.0.0.1/',
      'http://localhost/',
      'http://metadata.google.internal/',
      'http://intranet/',
      'http://second.example.com:22/',
      'file:///etc/passwd',
      'gopher://second.example.com/',
      'javascript:alert(1)',
      'data:text/plain,x',
      'http://user:pass@second.example.com/',
      'http://user@second.example.com/',
      '//user@second.example.com/',
      'http:\\\\second.example.com\\',
      'http:second.example.com',
      'http://a b/',
      'http://256.256.256.256/',
      `/${'a'.repeat(17_000)}`,
    ])('H a redirect to %s is not followed', async (location) => {
      door.answer(redirect(location));
      expect(await door.send({ url: `${first}/to` })).toMatchObject({ ok: false, phase: 'sent' });
      expect(seen()).toEqual(['first.example.com/to']);
    });

    test('H one to a private address looks like one to a port where nobody listens', async () => {
      const outcomes = [];
      for (const to of ['http://10.0.0.1/', 'http://8.8.8.8:22/']) {
        door.answer(redirect(to));
        const reply = await door.send({ url: `${first}/to` });
        outcomes.push(!reply.ok && { ...reply, message: reply.message.replace(/to \S+[\d\]]/, 'to here') });
      }
      expect(outcomes[0]).toEqual(outcomes[1]);
    });
  });

  test.each([
    [`${second}/there`, 'second.example.com/there'],
    ['//second.example.com/there', 'second.example.com/there'],
    ['/there?a=1', 'first.example.com/there?a=1'],
    ['there', 'first.example.com/there'],
    ['?a=1', 'first.example.com/to?a=1'],
    ['http://8.8.8.8/', '8.8.8.8/'],
  ])('H a redirect to %s is followed', async (location, landed) => {
    door.answer(redirect(location));
    const reply = await door.expectThrough({ url: `${first}/to` });
    expect(reply.text()).toBe('landed');
    expect(seen()).toEqual(['first.example.com/to', landed]);
  });

  test('H a redirect in UTF-8, as some servers write it, is followed as browsers do', async () => {
    const location = Buffer.from('/münchen').toString('latin1');
    door.answer(redirect(location));
    await door.expectThrough({ url: `${first}/to` });
    expect(seen()).toEqual(['first.example.com/to', 'first.example.com/m%C3%BCnchen']);
  });

  test('H three redirects are followed, a fourth is not; six hops and a loop end there too', async () => {
    door.answer(({ url }, response) => {
      const hops = Number(url.slice(1));
      if (url === '/loop') response.writeHead(302, { location: '/loop' });
      else if (hops > 0) response.writeHead(302, { location: `/${hops - 1}` });
      response.end();
    });
    await door.expectThrough({ url: `${first}/3` });
    expect(door.requests.length).toBe(4);
    for (const path of ['/4', '/6', '/loop']) {
      const before = door.requests.length;
      expect(await door.send({ url: first + path })).toMatchObject({
        code: 'bad_response',
        message: expect.stringContaining('redirects more than 3 times'),
        phase: 'sent',
      });
      expect(door.requests.length - before).toBe(4);
    }
  });

  describe('H what goes along', () => {
    const secrets = {
      authorization: 'Basic dXNlcjpwYXNz',
      cookie: 'session=1',
      'x-api-key': 'secret',
      'X-Trace': '1',
      accept: 'text/plain',
      'user-agent': 'mine',
    };
    const added = ['accept', 'accept-encoding', 'host', 'user-agent'];
    const fromPlatform = ['cache-control', 'connection', 'pragma'];

    test.each([
      ['another host', `${second}/`],
      ['the same host on another port', 'http://first.example.com:8443/'],
      ['the same host over https', 'https://first.example.com/'],
      ['the same host with a dot', 'http://first.example.com./'],
      ['a host below it', 'http://a.first.example.com/'],
    ])('H %s gets none of the headers that the author wrote', async (_what, location) => {
      door.answer(redirect(location));
      await door.expectThrough({ url: `${first}/to`, headers: secrets });
      expect(door.requests[0]?.headers).toMatchObject({ 'x-api-key': 'secret', 'user-agent': 'mine' });
      const received = door.requests[1]?.headers ?? {};
      expect(
        Object.keys(received)
          .filter((name) => !fromPlatform.includes(name))
          .sort(),
      ).toEqual(added);
      expect(received.accept).toBe('*/*');
      expect(received['user-agent']).toMatch(/^patchbay\//);
    });

    test('H they stay dropped when the way leads back', async () => {
      door.answer(({ url, headers }, response) => {
        if (url === '/to') response.writeHead(302, { location: `${second}/back` });
        if (url === '/back') response.writeHead(302, { location: `${first}/end` });
        response.end(headers.host);
      });
      await door.expectThrough({ url: `${first}/to`, headers: secrets });
      expect(seen().at(-1)).toBe('first.example.com/end');
      expect(door.requests.at(-1)?.headers['x-api-key']).toBeUndefined();
    });

    test('H the same origin gets them again', async () => {
      door.answer(redirect('http://first.example.com:80/next'));
      await door.expectThrough({ url: `${first}/to`, headers: secrets });
      expect(door.requests[1]).toMatchObject({
        url: '/next',
        headers: {
          authorization: secrets.authorization,
          cookie: secrets.cookie,
          'x-api-key': 'secret',
          'x-trace': '1',
        },
      });
    });

    test.each([307, 308])(
      'H %i repeats the body on its origin and carries it to no other',
      async (status) => {
        const post = {
          url: `${first}/to`,
          method: 'POST',
          body: 'secret',
          headers: { 'content-type': 'text/plain' },
        };
        door.answer(redirect('/next', status));
        await door.expectThrough(post);
        expect(door.requests[1]).toMatchObject({ method: 'POST', url: '/next', body: 'secret' });
        const before = door.requests.length;
        door.answer(redirect(`${second}/`, status));
        expect(await door.send(post)).toMatchObject({
          code: 'bad_response',
          message: expect.stringContaining(
            "redirects the request's body to another origin (second.example.com)",
          ),
          phase: 'sent',
        });
        expect(door.requests.length).toBe(before + 1);
      },
    );

    test.each([307, 308])('H %i without a body keeps its method across origins', async (status) => {
      door.answer(redirect(`${second}/`, status));
      await door.expectThrough({ url: `${first}/to`, method: 'DELETE' });
      expect(door.requests[1]).toMatchObject({ method: 'DELETE', headers: { host: 'second.example.com' } });
    });

    test.each([301, 302, 303])('H %i makes a GET without the body of a POST', async (status) => {
      door.answer(redirect('/next', status));
      const headers = {
        'Content-Type': 'text/plain',
        'content-encoding': 'x-own',
        'content-md5': 'x',
        'x-a': '1',
      };
      await door.expectThrough({ url: `${first}/to`, method: 'POST', body: 'x', headers });
      expect(door.requests[1]).toMatchObject({ method: 'GET', url: '/next', body: '' });
      const received = door.requests[1]?.headers ?? {};
      expect(received['x-a']).toBe('1');
      expect(Object.keys(received).filter((name) => name.startsWith('content-'))).toEqual([]);
    });

    test.each([
      ['HEAD', 303, 'HEAD'],
      ['PUT', 303, 'GET'],
      ['PUT', 301, 'PUT'],
      ['PATCH', 302, 'PATCH'],
      ['GET', 303, 'GET'],
    ])('H a %s that is answered %i goes on as %s', async (method, status, then) => {
      door.answer(redirect('/next', status));
      await door.expectThrough({ url: `${first}/to`, method });
      expect(door.requests[1]?.method).toBe(then);
    });
  });

  describe('H what is no redirect', () => {
    test.each([
      [304, {}],
      [300, { location: '/there' }],
      [201, { location: '/there' }],
      [302, {}],
    ])('H %i with %j is the answer', async (status, headers) => {
      door.answer((_request, response) => response.writeHead(status, headers).end());
      expect(await door.expectThrough({ url: `${first}/to` })).toMatchObject({ status });
      expect(door.requests.length).toBe(1);
    });

    test.each([301, 302, 303, 307, 308])(
      'H %i is the answer where no redirect is to be followed',
      async (status) => {
        for (const location of ['/next', 'http://169.254.169.254/', 'file:///etc/passwd']) {
          door.answer(redirect(location, status));
          const asked: string[] = [];
          const options = { followRedirects: false, followable: [], asked };
          const reply = await door.expectThrough({ url: `${first}/to`, method: 'POST', body: 'x' }, options);
          expect(reply).toMatchObject({ status, headers: { location } });
          expect(asked).toEqual([]);
        }
        expect(new Set(seen())).toEqual(new Set(['first.example.com/to']));
      },
    );
  });

  describe('H what the caller may forbid', () => {
    test('H each redirect is asked about with its absolute URL, before it is followed', async () => {
      door.answer(({ url }, response) => {
        if (url === '/to') response.writeHead(302, { location: '/a?b=1#c' });
        if (url.startsWith('/a')) response.writeHead(302, { location: '//SECOND.example.com' });
        response.end('landed');
      });
      const asked: string[] = [];
      const followable = [`${first}/a?b=1#c`, `${second}/`];
      await door.expectThrough({ url: `${first}/to` }, { followable, asked });
      expect(asked).toEqual(followable);
    });

    test('H a no fails the exchange, and the place is not asked', async () => {
      door.answer(redirect(`${second}/there`));
      const asked: string[] = [];
      const headers = { authorization: 'Bearer secret' };
      expect(await door.send({ url: `${first}/to`, headers }, { followable: [], asked })).toEqual({
        ok: false,
        code: 'bad_response',
        message:
          'first.example.com redirects to second.example.com, where this request may not go; that is not followed. Use the final address in the step.',
        phase: 'sent',
      });
      expect(asked).toEqual([`${second}/there`]);
      expect(seen()).toEqual(['first.example.com/to']);
    });

    test("H a yes does not open what the door's own rules close", async () => {
      for (const location of ['http://10.0.0.1/', 'http://localhost/']) {
        door.answer(redirect(location));
        const asked: string[] = [];
        const reply = await door.send({ url: `${first}/to` }, { followable: [location], asked });
        expect(reply).toMatchObject({ ok: false, code: 'connection_failed', phase: 'sent' });
        expect(asked).toEqual([]);
      }
    });
  });
});
