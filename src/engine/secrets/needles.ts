import { toBase64 } from '../text/base64.js';
import { toHex } from '../text/hex.js';
import { percentEncode } from '../text/percent-encode.js';
import { encodeUtf8 } from '../text/utf8.js';

/** Shorter texts stand in too many places by chance to be looked for. */
export const MIN_LENGTH = 4;

/** One way to write a secret, as it is looked for; escapes of its characters are read while matching. */
export interface Needle {
  /** Of `MIN_LENGTH` at least, and without line breaks where `skipsBreaks` is set. */
  text: string;
  kind: 'text' | 'hex' | 'base64';
  /** Line breaks inside an occurrence don't count: keys and base64 are broken at any width. */
  skipsBreaks: boolean;
  /** The characters of base64 beside it hold some of its bits too. */
  before: boolean;
  after: boolean;
}

/** All the ways to write a secret; none where it is too short to be looked for. */
export function needlesOf(secret: string): Needle[] {
  const trimmed = secret.trim();
  const lines = trimmed.split(/\r\n|\r|\n/);
  const joined = lines.join('');
  if (joined.length < MIN_LENGTH) return [];
  const isKey = lines.length > 1;
  const texts = lines.map((line) => line.trim()).filter((line) => line.length >= MIN_LENGTH);
  const forms = isKey ? [trimmed, lines.join('\n'), lines.join('\r\n'), joined] : [trimmed];
  // Also as JSON, since that is what is encoded as a whole most often: a body, the claims of a token.
  const encoded = new Set([...forms, ...forms.map((text) => JSON.stringify(text).slice(1, -1))]);
  return [
    ...spellings(joined).map((text) => needle('text', text, { skipsBreaks: isKey })),
    ...(isKey ? texts.flatMap(spellings).map((text) => needle('text', text, { skipsBreaks: false })) : []),
    ...[...encoded].map(encodeUtf8).flatMap((bytes) => [needle('hex', toHex(bytes)), ...base64Of(bytes)]),
  ];
}

/** Text as it is, and as UTF-8 carries it: encoders write a lone surrogate as U+FFFD. */
function spellings(text: string): string[] {
  const wellFormed = decodeURIComponent(percentEncode(text));
  return wellFormed === text ? [text] : [text, wellFormed];
}

/** Base64 of bytes that stand 0, 1 or 2 bytes after the start of a group of three, without what depends on their neighbours. */
function base64Of(bytes: Uint8Array): Needle[] {
  return [0, 2, 3].map((cut, shift) => {
    const shifted = new Uint8Array(shift + bytes.length);
    shifted.set(bytes, shift);
    const after = shifted.length % 3 !== 0;
    const text = toBase64(shifted)
      .replace(/=+$/, '')
      .slice(cut, after ? -1 : undefined);
    return needle('base64', text, { before: shift > 0, after });
  });
}

function needle(kind: Needle['kind'], text: string, options: Partial<Needle> = {}): Needle {
  return { skipsBreaks: true, before: false, after: false, ...options, text, kind };
}
