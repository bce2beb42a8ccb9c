/** What an escape stands for, and the offset after it. */
export interface Escape {
  code: number;
  end: number;
}

// Escapes of escapes are read too, so deep that a JSON text inside a JSON text inside a URL is. Bounded, because each
// is read from every place inside it: an endless run of backslashes must not take quadratic time.
const PERCENT = /%((?:25){0,8})([0-9a-fA-F]{2})/y;
const HEX = /u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})/y;
const MAX_BACKSLASHES = 16;
const LOW_SURROGATE = /(?:\\|%(?:25){0,8}5[cC]){1,16}u([dD][c-fC-F][0-9a-fA-F]{2})/y;
const ENTITY =
  /&((?:amp;){0,8})(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([qQ][uU][oO][tT]|[aA][pP][oO][sS]|[lL][tT]|[gG][tT]|[aA][mM][pP]));/y;

const LETTERS = new Map(Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }));
const NAMED = new Map(Object.entries({ quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }));

/**
 * Every way to read an escape at that place as one character: percent-encoded UTF-8 (RFC 3986) or Latin-1, escapes of
 * JSON (RFC 8259) and JavaScript, and references of HTML.
 */
export function readEscapes(text: string, at: number): Escape[] {
  switch (text[at]) {
    case '%':
      return [...readPercent(text, at), ...readBackslash(text, at)];
    case '\\':
      return readBackslash(text, at);
    case '&':
      return readEntity(text, at);
    default:
      return [];
  }
}

function readPercent(text: string, at: number): Escape[] {
  const first = matchAt(PERCENT, text, at);
  if (!first) return [];
  const found = levels(0x25, at, (first[1] ?? '').length, 2);
  const byte = Number.parseInt(first[2] ?? '', 16);
  const end = at + first[0].length;
  found.push({ code: byte, end });
  if (byte < 0xc0) return found;
  const count = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  let code = byte & (0x3f >> count);
  let next = end;
  for (let index = 0; index < count; index++) {
    const more = matchAt(PERCENT, text, next);
    if (!more) return found;
    code = (code << 6) | (Number.parseInt(more[2] ?? '', 16) & 0x3f);
    next += more[0].length;
  }
  found.push({ code, end: next });
  return found;
}

function readBackslash(text: string, at: number): Escape[] {
  const found: Escape[] = [];
  let next = at;
  let count = 0;
  for (let end = endOfBackslash(text, at); end > next && count < MAX_BACKSLASHES; count++) {
    next = end;
    // After one, two, four and so on.
    if (count > 0 && ((count + 1) & count) === 0) found.push({ code: 0x5c, end });
    end = endOfBackslash(text, next);
  }
  if (count === 0) return found;
  const hex = matchAt(HEX, text, next);
  if (hex) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
    const end = next + hex[0].length;
    const low = code >= 0xd800 && code < 0xdc00 ? matchAt(LOW_SURROGATE, text, end) : null;
    found.push(
      low
        ? {
            code: 0x10000 + ((code - 0xd800) << 10) + Number.parseInt(low[1] ?? '', 16) - 0xdc00,
            end: end + low[0].length,
          }
        : { code, end },
    );
  } else if (next < text.length) {
    const char = text.charAt(next);
    found.push({ code: (LETTERS.get(char) ?? char).charCodeAt(0), end: next + 1 });
    // What follows it may be encoded too, in a URL or as HTML.
    found.push(...readPercent(text, next), ...readEntity(text, next));
  }
  return found;
}

/** Where a backslash ends, as it is or percent-encoded; `at` where there is none. */
function endOfBackslash(text: string, at: number): number {
  if (text[at] === '\\') return at + 1;
  if (text[at] !== '%') return at;
  let end = at + 1;
  while (text.startsWith('25', end)) end += 2;
  return text[end] === '5' && (text[end + 1] === 'C' || text[end + 1] === 'c') ? end + 2 : at;
}

function readEntity(text: string, at: number): Escape[] {
  const match = matchAt(ENTITY, text, at);
  if (!match) return [];
  const [whole, nested = '', decimal, hex, name = ''] = match;
  const code =
    decimal !== undefined
      ? Number.parseInt(decimal, 10)
      : hex !== undefined
        ? Number.parseInt(hex, 16)
        : (NAMED.get(name.toLowerCase()) ?? '').charCodeAt(0);
  return [...levels(0x26, at, nested.length, 4), { code, end: at + whole.length }];
}

/** The escape character itself, escaped once, twice and so on, up to `length` characters after it. */
function levels(code: number, at: number, length: number, width: number): Escape[] {
  const found: Escape[] = [];
  for (let end = width; end <= length; end += width) found.push({ code, end: at + 1 + end });
  return found;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
