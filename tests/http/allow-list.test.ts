import { describe, expect, test } from 'vitest';
import { doorKinds, useDoor } from './support/doors.js';

describe.each(doorKinds)('the allow list of the door on %s', (kind) => {
  const door = useDoor(kind);

  test('an entry opens that host and port, over http too, and nothing beside it', async () => {
    const allowing = { door: { allow: [{ host: 'Intranet.', port: 8080 }], allowHttp: false } };
    for (const url of [
      'http://10.0.0.7:8080/',
      'http://intranet:8081/',
      'https://intranet/',
      'http://a.intranet:8080/',
    ]) {
      expect(await door.expectRefused({ url }, allowing)).toMatchObject({ code: 'connection_failed' });
    }
    await door.expectThrough({ url: 'http://intranet:8080/' }, allowing);
    await door.expectThrough({ url: 'http://INTRANET.:8080/' }, allowing);
  });

  test.each([
    ['127.0.0.1', 'http://0x7f.1:8080/'],
    ['fd00::1', 'http://[fd00:0:0::1]:8080/'],
  ])('an entry for %s counts for every form of it', async (host, url) => {
    expect(await door.expectRefused({ url })).toMatchObject({ code: 'connection_failed' });
    await door.expectThrough({ url }, { door: { allow: [{ host, port: 8080 }] } });
  });

  test('a server outside cannot lead into it, one on the list may', async () => {
    door.answer(({ url }, response) => {
      if (url === '/to') response.writeHead(302, { location: 'http://inside.example.com:8080/' });
      response.end();
    });
    const inside = { host: 'inside.example.com', port: 8080 };
    const url = 'http://first.example.com/to';
    expect(await door.send({ url }, { door: { allow: [inside] } })).toMatchObject({
      code: 'bad_response',
      message: expect.stringContaining(
        'redirects to inside.example.com:8080, a place that only steps may name',
      ),
      phase: 'sent',
    });
    expect(door.requests.length).toBe(1);
    const both = { door: { allow: [inside, { host: 'first.example.com', port: 80 }] } };
    await door.expectThrough({ url }, both);
    expect(door.requests.at(-1)?.headers.host).toBe('inside.example.com:8080');
  });
});
