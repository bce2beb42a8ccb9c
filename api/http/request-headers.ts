const MAX_HEADER_BYTES = 32 * 1024;
const tokenPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Belong to the connection or name who is asking: only the door itself may set them. */
const doorHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'expect',
  'te',
  'trailer',
  'upgrade',
  'forwarded',
  'via',
]);

/** Why these headers can't be sent, in words; undefined: they can. RFC 9110 section 5. */
export function headersRefusal(headers: Readonly<Record<string, string>>): string | undefined {
  let size = 0;
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!tokenPattern.test(name)) return `"${printable(name)}" is not a header name.`;
    if (doorHeaders.has(lower) || lower.startsWith('proxy-') || lower.startsWith('x-forwarded-')) {
      return `The header ${name} is set by the connection and can't be given; remove it.`;
    }
    if (!isHeaderValue(value)) {
      return `The value of the header ${name} has a character that headers can't carry (a line break, a control character or one outside Latin-1).`;
    }
    size += name.length + value.length + 4;
  }
  return size > MAX_HEADER_BYTES ? `The headers are larger than ${MAX_HEADER_BYTES / 1024} KB.` : undefined;
}

function isHeaderValue(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || code > 0xff) return false;
  }
  return true;
}

function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
