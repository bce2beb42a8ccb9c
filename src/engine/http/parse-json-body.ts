import type { JsonValue } from '../json.js';
import { isTextDeeperThan } from '../text/is-text-deeper-than.js';

/** Deepest nesting of JSON in a response. */
const MAX_DEPTH = 64;
/** How much of text that can't be read is shown, in characters. */
const MAX_SHOWN = 60;

/** What a body was read as; or what it is instead, for `… answered with <reason>.` */
export type ReadBody = { ok: true; body: JsonValue } | { ok: false; reason: string };

/** Masks secrets in a text, and gives so many characters of it. */
export type Hide = (text: string, length?: number) => string;

export function parseJsonBody(text: string, hide: Hide): ReadBody {
  return parse(text, () => '', hide);
}

const LINE = /[^\n]+/g;
/** In a sequence of JSON texts (RFC 7464), each begins with this and may go over several lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what separates them
const RECORD = /[^\u001e]+/g;

/** One JSON value a line, or a record; blank ones don't count. All of them as a list. */
export function parseJsonLines(text: string, hide: Hide): ReadBody {
  const values: JsonValue[] = [];
  const parts = text.matchAll(text.startsWith('\u001e') ? RECORD : LINE);
  for (const { 0: part, index } of parts) {
    if (part.trim() === '') continue;
    const read = parse(part, () => ` in line ${text.slice(0, index).split('\n').length}`, hide);
    if (!read.ok) return read;
    values.push(read.body);
  }
  return { ok: true, body: values };
}

function parse(text: string, where: () => string, hide: Hide): ReadBody {
  if (isTextDeeperThan(text, MAX_DEPTH)) {
    return { ok: false, reason: `JSON${where()} that is nested more than ${MAX_DEPTH} deep` };
  }
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const start = hide(text, MAX_SHOWN).replace(/\s+/g, ' ');
    return {
      ok: false,
      reason: `JSON${where()} that can't be read (it begins with ${JSON.stringify(start)})`,
    };
  }
}
