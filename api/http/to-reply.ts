import type { HttpReply } from '#engine';

export function toReply(status: number, headers: Record<string, string>, bytes: Uint8Array): HttpReply {
  return { ok: true, status, headers, bytes, text: () => new TextDecoder().decode(bytes) };
}

/** Names in lower case, repeated headers joined with `, ` (RFC 9110 section 5.3), those of cookies too. */
export function joinHeaders(
  entries: Iterable<readonly [name: string, value: string | readonly string[]]>,
): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [given, value] of entries) {
    const name = given.toLowerCase();
    const text = typeof value === 'string' ? value : value.join(', ');
    // An own property whatever the server calls its header, also `__proto__`.
    Object.defineProperty(joined, name, {
      value: Object.hasOwn(joined, name) ? `${joined[name]}, ${text}` : text,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return joined;
}
