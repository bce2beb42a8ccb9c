/** One message of a `text/event-stream`; comments and retry hints are left out. */
export interface StreamMessage {
  id: string;
  event: string;
  data: string;
}

/**
 * Reads server-sent events by the WHATWG rules from a response body, as they come. Silence longer than
 * `silenceMs` (the server sends comments meanwhile) ends it with an error. Leaving the loop closes the stream.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<StreamMessage> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), silenceMs);
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split(/\r\n\r\n|\n\n|\r\r/);
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = parseBlock(block);
        if (message) yield message;
      }
    }
  } finally {
    // Already broken or closed: nothing more to release.
    reader.cancel().catch(() => {});
  }
}

function parseBlock(block: string): StreamMessage | undefined {
  const message = { id: '', event: 'message' };
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'id') message.id = value;
    else if (field === 'event') message.event = value;
  }
  return data.length > 0 ? { ...message, data: data.join('\n') } : undefined;
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The event stream went silent.')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
