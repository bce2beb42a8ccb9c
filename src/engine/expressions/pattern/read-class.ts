import { type CharacterSet, type CostedTest, createSetTest } from './character-set.js';
import { type PatternReader, patternError, readCharacter, readShorthand, take } from './pattern-reader.js';

/** A class from after its `[` to after its `]` (RFC 9485, `charClassExpr`). */
export function readClass(reader: PatternReader): CostedTest {
  const isNegated = take(reader, '^');
  const set: CharacterSet = { ranges: [], shorthands: new Set() };
  if (take(reader, '-')) set.ranges.push([0x2d, 0x2d]);
  const start = reader.position;
  while (!isAtEnd(reader)) readItem(reader, set);
  if (take(reader, '-')) set.ranges.push([0x2d, 0x2d]);
  if (reader.position === start && set.ranges.length === 0)
    throw patternError(reader, 'this class is empty.');
  reader.position += 1;
  return createSetTest(set, { isNegated, ignoresCase: reader.ignoresCase });
}

function isAtEnd({ text, position }: PatternReader): boolean {
  return text[position] === ']' || text.startsWith('-]', position);
}

function readItem(reader: PatternReader, set: CharacterSet): void {
  const shorthand = readShorthand(reader);
  if (shorthand !== undefined) {
    set.shorthands.add(shorthand);
    return;
  }
  const first = readMember(reader);
  if (reader.text[reader.position] !== '-' || isAtEnd(reader)) {
    set.ranges.push([first, first]);
    return;
  }
  reader.position += 1;
  const last = readMember(reader);
  if (last < first) throw patternError(reader, 'the range before this runs backwards.');
  set.ranges.push([first, last]);
}

function readMember(reader: PatternReader): number {
  const char = reader.text[reader.position];
  if (char === '[' || char === '-') {
    throw patternError(reader, `${char} stands in a class as \\${char}.`);
  }
  return readCharacter(reader);
}
