import type { Needle } from './needles.js';
import { readEscapes } from './read-escapes.js';

/** Characters that stand for another one, by code: forms write a space as `+`, base64url two characters of base64. */
const ALIKE: Record<Needle['kind'], ReadonlyMap<number, number>> = {
  text: codes({ '+': ' ' }),
  hex: codes({ A: 'a', B: 'b', C: 'c', D: 'd', E: 'e', F: 'f' }),
  base64: codes({ '-': '+', _: '/' }),
};
/** Most ways to read what came before that are followed up. */
const MAX_READINGS = 16;
/** So many characters are the same by chance now and then, and are not counted as work. */
const FREE = 8;

/** True for what can begin an escape, and for line breaks: there a text can be read in more than one way. */
export function isLead(code: number): boolean {
  return code === 0x25 || code === 0x5c || code === 0x26 || isBreak(code);
}

/** How many characters past the first few may still be compared; below 0 a search is to be given up. */
export interface Work {
  left: number;
}

/** Where the longest occurrence of the needle that begins at `from` ends; -1 where none begins there. */
export function endOfMatch(text: string, from: number, needle: Needle, work: Work): number {
  const { text: wanted, kind, skipsBreaks } = needle;
  let at = from;
  let offset = 0;
  let code = text.charCodeAt(at);
  while (offset < wanted.length) {
    const skips = skipsBreaks && offset > 0 && isBreak(code);
    if (!skips) {
      if (code !== wanted.charCodeAt(offset) || isLead(code)) break;
      offset += 1;
    }
    at += 1;
    code = text.charCodeAt(at);
  }
  work.left -= Math.max(0, offset - FREE);
  if (offset === wanted.length) return at;
  const alike = ALIKE[kind];
  if (!isLead(code) && !alike.has(code)) return -1;
  let ends = [at];
  while (offset < wanted.length) {
    const next = wanted.codePointAt(offset) ?? 0;
    if (offset > FREE || ends.length > 2) work.left -= 16 * ends.length;
    ends = readOne(text, ends, { wanted: next, alike, skipsBreaks: skipsBreaks && offset > 0 });
    if (ends.length === 0 || work.left < 0) return -1;
    offset += next > 0xffff ? 2 : 1;
  }
  return Math.max(...ends);
}

interface Step {
  wanted: number;
  alike: ReadonlyMap<number, number>;
  skipsBreaks: boolean;
}

/** The offsets after one character, from each of the offsets where the text before it may have ended. */
function readOne(text: string, starts: readonly number[], { wanted, alike, skipsBreaks }: Step): number[] {
  const from = [...starts];
  const ends: number[] = [];
  // Grows: after a line break that is skipped the text is read on.
  for (const at of from) {
    const code = text.codePointAt(at);
    if (code === undefined) continue;
    for (const reading of [{ code, end: at + (code > 0xffff ? 2 : 1) }, ...readEscapes(text, at)]) {
      if (reading.code === wanted || alike.get(reading.code) === wanted) addTo(ends, reading.end);
      else if (skipsBreaks && isBreak(reading.code)) addTo(from, reading.end);
    }
  }
  return ends;
}

function addTo(offsets: number[], offset: number): void {
  if (offsets.length < MAX_READINGS && !offsets.includes(offset)) offsets.push(offset);
}

/** True for the two characters that line breaks are made of. */
export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function codes(pairs: Record<string, string>): ReadonlyMap<number, number> {
  return new Map(Object.entries(pairs).map(([from, to]) => [from.charCodeAt(0), to.charCodeAt(0)]));
}
