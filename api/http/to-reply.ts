import type { HttpReply } from '#engine';

const decoder = new TextDecoder();

export function toReply(status: number, headers: Record<string, string>, bytes: Uint8Array): HttpReply {
  return { ok: true, status, headers, bytes, text: () => decoder.decode(bytes) };
}

const plain = { enumerable: true, configurable: true, writable: true };

/**
 * Names in lower case, repeated headers joined with `, ` (RFC 9110 section 5.3), those of cookies too. `read` makes text
 * of what a platform gives as a value.
 */
export function joinHeaders(
  entries: Iterable<readonly [name: string, value: string | readonly string[] | undefined]>,
  read: (value: string) => string = (value) => value,
): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [given, value] of entries) {
    const name = given.toLowerCase();
    const text = read(typeof value === 'string' ? value : (value ?? []).join(', '));
    const all = Object.hasOwn(joined, name) ? `${joined[name]}, ${text}` : text;
    // An own property whatever the server calls its header.
    if (name === '__proto__') Object.defineProperty(joined, name, { value: all, ...plain });
    else joined[name] = all;
  }
  return joined;
}
