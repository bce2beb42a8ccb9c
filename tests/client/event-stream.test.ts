import { describe, expect, test } from 'vitest';
import { readEventStream, type StreamMessage } from '../../src/client/event-stream.js';

/** A body whose chunks are these bytes; without `end` it then stays open. */
function body(chunks: readonly Uint8Array[], end = true): ReadableStream<Uint8Array> {
  const rest = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk) controller.enqueue(chunk);
      else if (end) controller.close();
      else return new Promise(() => {});
      return undefined;
    },
  });
}

async function read(text: string, size = text.length): Promise<StreamMessage[]> {
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const messages: StreamMessage[] = [];
  for await (const message of readEventStream(body(chunks), 1_000)) messages.push(message);
  return messages;
}

const text =
  ': hello\n\nretry: 1000\n\nid: 1\nevent: a\ndata: {"grüße":"👋"}\n\ndata:x\ndata: y\n\n: keep-alive\n\nid: 2\ndata\n\n';
const messages = [
  { id: '1', event: 'a', data: '{"grüße":"👋"}' },
  { id: '', event: 'message', data: 'x\ny' },
  { id: '2', event: 'message', data: '' },
];

describe.each([1, 2, 3, 7, 1_000])('in chunks of %i bytes', (size) => {
  test('messages come whole, comments and hints are left out', async () => {
    expect(await read(text, size)).toEqual(messages);
  });

  test('other line ends are the same', async () => {
    expect(await read(text.replaceAll('\n', '\r\n'), size)).toEqual(messages);
  });
});

test('a message that is cut at the end is not given', async () => {
  expect(await read('data: 1\n\ndata: 2\n')).toEqual([{ id: '', event: 'message', data: '1' }]);
});

test('silence ends it with an error, and the body is released', async () => {
  let released = false;
  const open = body([new TextEncoder().encode('data: 1\n\n')], false);
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
    cancel: () => {
      released = true;
    },
  });
  await expect(
    (async () => {
      for await (const message of readEventStream(stream, 50)) expect(message.data).toBe('1');
    })(),
  ).rejects.toThrow('silent');
  expect(released).toBe(true);
  await open.cancel();
});
