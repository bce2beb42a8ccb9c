/** Whether a character, given by its code point, is one that a state of a pattern takes. */
export type CharacterTest = (codePoint: number) => boolean;

/** The characters of a class: ranges of code points (ends included), and shorthands such as `\p{Lu}` or `\D`. */
export interface CharacterSet {
  ranges: [first: number, last: number][];
  shorthands: Set<string>;
}

interface CharacterSetOptions {
  isNegated?: boolean;
  ignoresCase: boolean;
}

export interface CostedTest {
  test: CharacterTest;
  /** How many times as much work as comparing one character. */
  cost: number;
}

/** One for each shorthand that patterns may hold, some 40 in all. */
const shorthandTests = new Map<string, RegExp>();

export function createSetTest(
  set: CharacterSet,
  { isNegated = false, ignoresCase }: CharacterSetOptions,
): CostedTest {
  const anyCase = ignoresCase ? withCases : (test: CharacterTest) => test;
  const ranges = mergeRanges(set.ranges);
  const tests = [anyCase((codePoint) => isInRanges(ranges, codePoint))];
  for (const shorthand of set.shorthands) {
    // `\P` is all but `\p`, also where `\p` is taken in any case.
    const plain = shorthand.replace(/^\\[A-Z]/, (start) => start.toLowerCase());
    const test = anyCase(testOfShorthand(plain));
    tests.push(plain === shorthand ? test : (codePoint) => !test(codePoint));
  }
  return {
    test: (codePoint) => tests.some((test) => test(codePoint)) !== isNegated,
    cost: tests.length * (ignoresCase ? 4 : 1),
  };
}

/** Also true where the test is for the character's lower or upper case, if that is one character too. */
function withCases(test: CharacterTest): CharacterTest {
  return (codePoint) => {
    const character = String.fromCodePoint(codePoint);
    return [character, character.toLowerCase(), character.toUpperCase()].some(
      (variant) => variant.length === character.length && test(variant.codePointAt(0) ?? codePoint),
    );
  };
}

/** The platform's own tables of Unicode, asked about one character at a time: nothing to backtrack over. */
function testOfShorthand(shorthand: string): CharacterTest {
  const expression = shorthandTests.get(shorthand) ?? new RegExp(shorthand, 'u');
  shorthandTests.set(shorthand, expression);
  return (codePoint) => expression.test(String.fromCodePoint(codePoint));
}

/** In order and apart from each other, so that a search can halve them. */
function mergeRanges(ranges: CharacterSet['ranges']): CharacterSet['ranges'] {
  const merged: CharacterSet['ranges'] = [];
  for (const [first, last] of ranges.sort((left, right) => left[0] - right[0])) {
    const previous = merged.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

function isInRanges(ranges: CharacterSet['ranges'], codePoint: number): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (!range || codePoint < range[0]) high = middle;
    else if (codePoint > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}
