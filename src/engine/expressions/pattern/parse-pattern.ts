import { ExpressionError } from '../expression-error.js';
import { MAX_LITERAL_DEPTH } from '../limits.js';
import { type CostedTest, createSetTest } from './character-set.js';
import {
  type PatternReader,
  patternError,
  readCharacter,
  readShorthand,
  take,
  takeMatch,
} from './pattern-reader.js';
import { readClass } from './read-class.js';
import { type Build, createState, grow } from './state.js';

const REPETITION = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y;

/**
 * Reads a pattern as RFC 9485 (I-Regexp) writes it. `^` and `$` stand for the ends of the text, as in that
 * RFC's own mapping to ECMAScript (section 5.3) and in the JSONPath Compliance Test Suite. An extended one
 * also has `\d \w \s` and their opposites, any escaped punctuation, `(?:…)`, lazy repetitions and a leading
 * `(?i)`. Throws an `ExpressionError`: `syntax`, or `limit` where groups are nested too deep.
 */
export function parsePattern(text: string, isExtended: boolean): Build {
  const reader: PatternReader = { text, isExtended, position: 0, depth: 0, ignoresCase: false };
  if (isExtended && take(reader, '(?i)')) reader.ignoresCase = true;
  const build = readAlternatives(reader);
  if (reader.position < text.length) throw patternError(reader, 'no group is open here. Write \\) for a ).');
  return build;
}

function readAlternatives(reader: PatternReader): Build {
  const branches: Build[] = [];
  do branches.push(readSequence(reader));
  while (take(reader, '|'));
  return (next, machine) =>
    branches
      .map((branch) => branch(next, machine))
      .reduceRight((other, state) => {
        grow(machine);
        return createState({ next: state, other });
      });
}

function readSequence(reader: PatternReader): Build {
  const parts: Build[] = [];
  for (;;) {
    const char = reader.text[reader.position];
    if (char === undefined || char === '|' || char === ')') break;
    parts.push(readRepeated(reader));
  }
  return (next, machine) =>
    parts.reduceRight((state, part) => {
      grow(machine);
      return part(state, machine);
    }, next);
}

function readRepeated(reader: PatternReader): Build {
  const part = readAtom(reader);
  const match = takeMatch(reader, REPETITION);
  if (!match) return part;
  const [sign, exact, comma, upTo] = match;
  const least = exact === undefined ? (sign === '+' ? 1 : 0) : Number(exact);
  const isEndless = sign === '*' || sign === '+' || (comma !== undefined && upTo === '');
  const most = sign === '?' ? 1 : comma === undefined ? least : Number(upTo);
  if (!isEndless && most < least) throw patternError(reader, 'the repetition before this runs backwards.');
  // What a pattern finds first doesn't matter here, so a lazy repetition is the same as a greedy one.
  if (reader.isExtended) take(reader, '?');
  return repeat(part, least, isEndless ? undefined : most);
}

function repeat(part: Build, least: number, most: number | undefined): Build {
  return (next, machine) => {
    let state = next;
    let times = 0;
    if (most === undefined) {
      // The last time that must be is also the one that may be repeated.
      const again = createState({ next });
      again.other = part(again, machine);
      state = least > 0 ? again.other : again;
      times = 1;
    } else {
      for (let more = least; more < most; more++) {
        grow(machine);
        state = createState({ next, other: part(state, machine) });
      }
    }
    for (; times < least; times++) {
      grow(machine);
      state = part(state, machine);
    }
    return state;
  };
}

function readAtom(reader: PatternReader): Build {
  const { ignoresCase } = reader;
  const shorthand = readShorthand(reader);
  if (shorthand !== undefined) {
    return taking(createSetTest({ ranges: [], shorthands: new Set([shorthand]) }, { ignoresCase }));
  }
  const char = reader.text[reader.position];
  switch (char) {
    case '(':
      return readGroup(reader);
    case '[':
      reader.position += 1;
      return taking(readClass(reader));
    case '.':
      reader.position += 1;
      return taking({ test: (codePoint) => codePoint !== 0x0a && codePoint !== 0x0d, cost: 1 });
    case '^':
    case '$':
      reader.position += 1;
      return (next) => createState({ anchor: char, next });
    case '*':
    case '+':
    case '?':
      throw patternError(reader, 'nothing before this can be repeated.');
    case ']':
    case '{':
    case '}':
      throw patternError(reader, `write \\${char} for a ${char}.`);
    default: {
      const codePoint = readCharacter(reader);
      return taking(
        ignoresCase
          ? createSetTest({ ranges: [[codePoint, codePoint]], shorthands: new Set() }, { ignoresCase })
          : { test: (other) => other === codePoint, cost: 1 },
      );
    }
  }
}

function readGroup(reader: PatternReader): Build {
  if (reader.depth >= MAX_LITERAL_DEPTH) {
    throw new ExpressionError('limit', 'This pattern is nested more than 64 deep.');
  }
  reader.position += 1;
  if (reader.isExtended && !take(reader, '?:') && reader.text[reader.position] === '?') {
    throw patternError(reader, 'groups are written (…) or (?:…), and (?i) stands first.');
  }
  reader.depth += 1;
  const build = readAlternatives(reader);
  reader.depth -= 1;
  if (!take(reader, ')')) throw patternError(reader, 'a group is never closed.');
  return build;
}

function taking({ test, cost }: CostedTest): Build {
  return (next) => createState({ test, cost, next });
}
