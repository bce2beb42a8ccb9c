import { describe, expect, onTestFinished, test } from 'vitest';
import { createGuardedHttp } from '../../api/http/guarded-http.js';
import { send } from '../support/send.js';
import { doorKinds, useDoor } from './support/doors.js';
import { closedAddress, publicAddress, silentAddress } from './support/node-door.js';
import { startOutside } from './support/outside.js';
import { readBody } from './support/read-body.js';
import { openWorkerDoor } from './support/worker-door.js';

const url = 'http://example.com/';
const broken = (when: string) => ({
  ok: false,
  code: 'connection_failed',
  message: `example.com closed the connection ${when}.`,
});
/** What a Worker says of everything that fails before an answer: it can't tell how far that came. */
const noAnswer = {
  ok: false,
  code: 'connection_failed',
  message: expect.stringMatching(
    /^Could not connect to example\.com:80, or the connection broke before an answer\./,
  ),
  phase: 'sent',
};

describe.each(doorKinds)('the door on %s', (kind) => {
  const door = useDoor(kind);

  test.each(['destroy', 'resetAndDestroy'] as const)(
    'U a connection cut before the headers (%s) fails as sent',
    async (cut) => {
      door.answer((_request, _response, { socket }) => void socket[cut]());
      expect(await door.send({ url, method: 'POST', body: 'x' })).toEqual(
        kind === 'Node' ? { ...broken('without an answer'), phase: 'sent' } : noAnswer,
      );
      expect(door.requests.length).toBe(1);
    },
  );

  test('U a connection cut within the headers fails as sent', async () => {
    door.answer((_request, _response, { socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nx-a: ', () => socket.resetAndDestroy());
    });
    expect(await door.send({ url })).toEqual(
      kind === 'Node' ? { ...broken('without an answer'), phase: 'sent' } : noAnswer,
    );
  });

  test('U a connection cut after the headers fails with the first byte', async () => {
    door.answer((_request, response, { socket }) => {
      response.writeHead(200, { 'content-length': '100' }).flushHeaders();
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
    expect(await door.send({ url })).toEqual({
      ...broken('before its answer was complete'),
      phase: 'first_byte',
    });
  });

  test('U a connection cut in the body fails in the body', async () => {
    door.answer((_request, response, { socket }) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
    expect(await door.send({ url })).toEqual({ ...broken('before its answer was complete'), phase: 'body' });
  });

  describe('U J silence and deadlines', () => {
    // Longer than a test may take: it isn't this that ends an exchange.
    const patient = { timeoutMs: 60_000, untilClosed: true };
    const late = {
      ok: false,
      code: 'timeout',
      message: 'example.com did not answer in time.',
      phase: 'sent',
    };
    const unfinished = { ...late, message: 'example.com did not finish its answer in time.' };

    test('U J a server that takes the request and is silent ends at the deadline of the first byte', async () => {
      door.answer(() => {});
      expect(await door.send({ url }, { ...patient, door: { timeouts: { firstByteMs: 50 } } })).toEqual(late);
      expect(door.requests.length).toBe(1);
    });

    test('U J a server that is silent ends at the total deadline', async () => {
      door.answer(() => {});
      expect(await door.send({ url }, { timeoutMs: 400, untilClosed: true })).toEqual(late);
    });

    test('U a caller that gives the whole more than a minute waits as long for the first byte', async () => {
      door.answer((_request, response) => setTimeout(() => response.end('slow'), 200));
      const impatient = { timeouts: { firstByteMs: 50 } };
      const reply = await door.expectThrough({ url }, { timeoutMs: 60_001, door: impatient });
      expect(reply.text()).toBe('slow');
    });

    test('U J headers that drip end at the deadline of the first byte', async () => {
      door.answer((_request, _response, { socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        drip(() => socket.write('x-a: 1\r\n'), socket);
      });
      expect(await door.send({ url }, { ...patient, door: { timeouts: { firstByteMs: 150 } } })).toEqual(
        late,
      );
    });

    test('U J informational answers without end are no first byte', async () => {
      door.answer((_request, response, { socket }) => drip(() => response.writeProcessing(), socket));
      expect(await door.send({ url }, { ...patient, door: { timeouts: { firstByteMs: 150 } } })).toEqual(
        late,
      );
    });

    test('U J a byte now and then does not stretch the total deadline', async () => {
      door.answer((_request, response, { socket }) => drip(() => response.write('.'), socket));
      expect(await door.send({ url }, { timeoutMs: 500, untilClosed: true })).toEqual({
        ...unfinished,
        phase: 'body',
      });
    });

    test('U J headers without a body end at the total deadline', async () => {
      door.answer((_request, response) => response.writeHead(200, { 'content-length': '1' }).flushHeaders());
      expect(await door.send({ url }, { timeoutMs: 500, untilClosed: true })).toEqual({
        ...unfinished,
        phase: 'first_byte',
      });
    });

    test('U a slow body is not cut by the deadline of the first byte, nor is a slow answer in time', async () => {
      door.answer((_request, response) => {
        response.write('slow');
        setTimeout(() => response.end('ly'), 700);
      });
      const reply = await door.expectThrough({ url }, { door: { timeouts: { firstByteMs: 500 } } });
      expect(reply.text()).toBe('slowly');
    });

    test('H U redirects share one total deadline', async () => {
      door.answer((_request, response) => {
        setTimeout(() => response.writeHead(302, { location: '/again' }).end(), 200);
      });
      expect(await door.send({ url }, { timeoutMs: 500 })).toEqual(late);
    });
  });

  describe('cancelling', () => {
    test('a cancel ends the exchange and closes the connection', async () => {
      door.answer(() => {});
      expect(await door.send({ url }, { cancel: 'on arrival', untilClosed: true })).toEqual({
        ok: false,
        code: 'cancelled',
        message: 'The request was cancelled.',
        phase: 'sent',
      });
    });

    test('a signal that is aborted already sends nothing', async () => {
      expect(await door.expectRefused({ url }, { cancel: 'before' })).toMatchObject({ code: 'cancelled' });
    });
  });

  test('U 100 MB are cut while they come: the server gets to write little more than the limit', async () => {
    const total = 100_000_000;
    let written = 0;
    door.answer((_request, response) => {
      response.writeHead(200, { 'content-length': String(total) });
      const chunk = Buffer.alloc(100_000, 'x');
      const pump = (): void => {
        while (!response.destroyed && written < total) {
          written += chunk.byteLength;
          if (!response.write(chunk)) break;
        }
        if (written >= total) response.end();
        else if (!response.destroyed) response.once('drain', pump);
      };
      pump();
    });
    expect(await door.send({ url }, { untilClosed: true })).toMatchObject({
      code: 'response_too_large',
      phase: 'body',
    });
    // What lies in the buffers of both sockets, beyond the 1 MB that was asked for.
    expect(written).toBeLessThan(30_000_000);
  });

  test('U JSON that is none is read as such, with its beginning shown', async () => {
    door.answer(
      (_request, response) =>
        void response.setHeader('content-type', 'application/json').end('{"a":\n<html>'),
    );
    expect(readBody(await door.expectThrough({ url }))).toEqual({
      ok: false,
      reason: 'JSON that can\'t be read (it begins with "{\\"a\\": <html>")',
    });
  });

  test.each([429, 500, 503, 200])(
    'U %i with an error in its body is an answer, for others to judge',
    async (status) => {
      door.answer(
        (_request, response) => void response.writeHead(status, { 'retry-after': '1e9' }).end('{"error":1}'),
      );
      const reply = await door.expectThrough({ url });
      expect([reply.status, reply.headers['retry-after'], reply.text()]).toEqual([
        status,
        '1e9',
        '{"error":1}',
      ]);
    },
  );
});

describe('hosts that are down, on Node', () => {
  const door = useDoor('Node');

  test('U a closed port fails before anything is sent', async () => {
    const http = resolving(() => closedAddress);
    expect(await send(http, { url })).toMatchObject({ code: 'connection_failed', phase: 'connect' });
    expect(door.dials).toEqual([`${closedAddress}:80`]);
  });

  test('U one dead host starves no other', async () => {
    const http = resolving((name) => (name.startsWith('dead') ? silentAddress : publicAddress));
    const dead = Array.from({ length: 300 }, () => send(http, { url: 'http://dead.example.com/' }));
    const alive = send(http, { url: 'http://alive.example.com/' });
    expect(await Promise.race([alive, ...dead])).toMatchObject({ ok: true });
    await http.close();
    for (const outcome of await Promise.all(dead)) expect(outcome).toMatchObject({ phase: 'connect' });
  });
});

test('U a closed port fails as sent on Workers, in the words of a broken connection', async () => {
  const outside = await startOutside();
  onTestFinished(() => outside.close());
  const door = await openWorkerDoor(outside, outside.closedPort);
  onTestFinished(() => door.close());
  expect(await door.send({ method: 'GET', url, headers: {} }, {})).toEqual(noAnswer);
});

function resolving(address: (name: string) => string) {
  const lookup = async (name: string) => [{ address: address(name), family: 4 }];
  const http = createGuardedHttp({ allowHttp: true, lookup });
  onTestFinished(() => http.close());
  return http;
}

/** Does something every 40 ms until the connection is gone. */
function drip(step: () => void, socket: { once(event: 'close', listener: () => void): unknown }): void {
  const timer = setInterval(step, 40);
  socket.once('close', () => clearInterval(timer));
}
