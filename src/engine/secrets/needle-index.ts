import { endOfMatch, isBreak, isLead, type Work } from './end-of-match.js';
import type { Needle } from './needles.js';
import { readEscapes } from './read-escapes.js';

/** A part of a text, from 0; `end` is after its last character. */
interface Range {
  start: number;
  end: number;
}

export interface NeedleIndex {
  add(needle: Needle): void;
  /**
   * What of the text is an occurrence, in order and without overlaps; undefined where there is none. A text that takes
   * too long to be looked through counts as one occurrence.
   */
  find(text: string): Range[] | undefined;
}

/** Most characters that are compared in one text. No text of a real system comes near: it is made to take long. */
const MAX_WORK = 10_000_000;
const BASE64 = /[A-Za-z0-9+/_-]/;
const LEAD = 0;
/** Characters that may stand for one another have one number here; what reads as an escape has the number 0. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, code) =>
  isLead(code)
    ? LEAD
    : String.fromCharCode(code).toLowerCase().replace(/[ -]/, '+').replace('_', '/').charCodeAt(0),
);

/**
 * Finds many needles in one pass whose cost hardly grows with their number. Each four characters of the text have a
 * 16-bit number, and only where a needle begins with that number is more looked at. An escape changes the number, so
 * that the places right before one are looked at too, if it stands for anything that a needle begins with.
 */
export function createNeedleIndex(): NeedleIndex {
  const known = new Uint8Array(0x10000);
  const heads = new Uint8Array(128);
  const byGram = new Map<number, Needle[]>();
  const byFirst = new Map<number, Needle[]>();

  const isInHead = (code: number): boolean => isBreak(code) || heads[fold(code)] === 1;

  return {
    add(needle) {
      let gram = 0;
      for (let index = 0; index < 4; index++) {
        gram = nextGram(gram, foldedAt(needle.text, index));
        heads[fold(needle.text.codePointAt(index) ?? 0)] = 1;
      }
      known[gram] = 1;
      append(byGram, gram, needle);
      append(byFirst, fold(needle.text.codePointAt(0) ?? 0), needle);
    },
    find(text) {
      const work: Work = { left: MAX_WORK };
      let ranges: Range[] | undefined;
      const tryAt = (at: number, needles: readonly Needle[] | undefined): void => {
        if (!needles) return;
        for (const needle of needles) {
          const end = endOfMatch(text, at, needle, work);
          if (end === -1) continue;
          ranges ??= [];
          addRange(ranges, withEdges(text, { start: at, end }, needle));
        }
      };
      let gram = 0;
      let tried = -1;
      for (let index = 0; index < text.length && work.left >= 0; index++) {
        const folded = foldedAt(text, index);
        gram = nextGram(gram, folded);
        if (known[gram] === 1 && index - 3 > tried) tryAt(index - 3, byGram.get(gram));
        if (folded !== LEAD) continue;
        const escapes = readEscapes(text, index);
        if (!isInHead(text.charCodeAt(index)) && !escapes.some(({ code }) => isInHead(code))) continue;
        for (let at = Math.max(tried + 1, index - 3); at <= index; at++) {
          tryAt(at, byFirst.get(fold(text.codePointAt(at) ?? 0)));
        }
        tried = index;
        for (const { code } of escapes) tryAt(index, byFirst.get(fold(code)));
      }
      return work.left < 0 ? [{ start: 0, end: text.length }] : ranges;
    },
  };
}

function fold(code: number): number {
  return FOLDED[code & 127] ?? LEAD;
}

function foldedAt(text: string, index: number): number {
  return fold(text.charCodeAt(index));
}

function nextGram(gram: number, folded: number): number {
  return ((gram << 4) ^ folded) & 0xffff;
}

function append(map: Map<number, Needle[]>, key: number, needle: Needle): void {
  const list = map.get(key);
  if (list) list.push(needle);
  else map.set(key, [needle]);
}

function withEdges(text: string, { start, end }: Range, { before, after }: Needle): Range {
  return {
    start: before && BASE64.test(text.charAt(start - 1)) ? start - 1 : start,
    end: after && BASE64.test(text.charAt(end)) ? end + 1 : end,
  };
}

/** Ranges come in the order of their needles' places: one that begins inside the last is part of it. */
function addRange(ranges: Range[], range: Range): void {
  const last = ranges.at(-1);
  if (!last || range.start >= last.end) {
    ranges.push(range);
    return;
  }
  last.start = Math.min(last.start, range.start);
  last.end = Math.max(last.end, range.end);
}
