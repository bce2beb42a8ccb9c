import { describe, expect, it } from 'vitest';
import { compileTemplate, ExpressionError, listReferences, renameRoot } from '#engine';
import { compilePattern } from '../../../src/engine/expressions/pattern/compile-pattern.js';

/** How many times as long the long text is. */
const FACTOR = 8;
/** The same amount of text takes 1 × as long in one piece where reading is linear, and 8 × where it is quadratic. */
const LIMIT = 3.5;

/** Text of about so many characters: a start, a unit as often as it fits, an end. */
const shapes: Record<string, (length: number) => string> = {
  'escaped braces': (n) => '\\{{'.repeat(n / 3),
  'text and escaped braces': (n) => 'a\\{{b}}'.repeat(n / 7),
  holes: (n) => '{{a}}'.repeat(n / 5),
  'holes that are never closed': (n) => '{{a'.repeat(n / 3),
  'open braces': (n) => '{{'.repeat(n / 2),
  backslashes: (n) => `${'\\'.repeat(n)}{{a}}`,
  'closing braces': (n) => '}}'.repeat(n / 2),
  members: (n) => `{{a${'.b'.repeat(n / 2)}}}`,
  'a long name': (n) => `{{${'a'.repeat(n)}}}`,
  'quoted members': (n) => `{{a${"['b']".repeat(n / 5)}}}`,
  indices: (n) => `{{a${'[0]'.repeat(n / 3)}}}`,
  wildcards: (n) => `{{a${'[*]'.repeat(n / 3)}}}`,
  'many selectors': (n) => `{{a[${'0,'.repeat(n / 2)}0]}}`,
  'white space between segments': (n) => `{{a${'    .b'.repeat(n / 6)}}}`,
  'white space in brackets': (n) => `{{a[0${' '.repeat(n)}]}}`,
  'white space before a mistake': (n) => `{{a[0${' '.repeat(n)}x]}}`,
  'white space in a filter': (n) =>
    `{{a[?@.b${' '.repeat(n / 2)}==${' '.repeat(n / 4)}1${' '.repeat(n / 4)}]}}`,
  'a bracket that is never closed': (n) => `{{a[${"'b', ".repeat(n / 5)}`,
  'brackets that are never closed': (n) => '{{a[?@[?@ '.repeat(n / 10),
  'a long string': (n) => `{{"${'x'.repeat(n)}"}}`,
  'a string that is never closed': (n) => `{{a["${'x'.repeat(n)}`,
  'escapes in a string': (n) => `{{"${'\\u0041'.repeat(n / 6)}"}}`,
  'quotes in a string': (n) => `{{"${"'".repeat(n)}"}}`,
  'emoji in a string': (n) => `{{a['${'😀'.repeat(n / 2)}']}}`,
  'a long number': (n) => `{{0.${'1'.repeat(n)}}}`,
  'a long list': (n) => `{{[${'1,'.repeat(n / 2)}1]}}`,
  'a long object': (n) => `{{{${'"a":1,'.repeat(n / 6)}"a":1}}}`,
  'many conditions': (n) => `{{a[?${'@.b||'.repeat(n / 5)}@.b]}}`,
  'many comparisons': (n) => `{{a[?${'@.b==1&&'.repeat(n / 8)}@.b==1]}}`,
  'many filters': (n) => `{{a${'[?@.b]'.repeat(n / 6)}}}`,
  'many parentheses': (n) => `{{a[?${'((@.b))||'.repeat(n / 9)}@.b]}}`,
  'nested calls': (n) =>
    `{{a[?${`${'length(value('.repeat(20)}@.b${'))'.repeat(20)}==1||`.repeat(n / 310)}@.b]}}`,
  'parentheses that are never closed': (n) => `{{a[?${'(@.b||'.repeat(n / 6)}`,
  'many arguments': (n) => `{{a | default(${'b,'.repeat(n / 2)}b)}}`,
  'a long pattern': (n) =>
    `{{a[?match(@, "${'a|'.repeat(n / 32)}${'[a-z]'.repeat(n / 80)}")${'||@.b'.repeat(n / 8)}]}}`,
};

describe('reading', () => {
  it.each(Object.keys(shapes))('[T18] takes time that grows with the text: %s', (name) => {
    const shape = shapes[name] ?? String;
    expect(slowdown((text) => attempt(() => compileTemplate(text)), shape)).toBeLessThan(LIMIT);
  });

  it.each(['holes', 'many conditions', 'escaped braces', 'many arguments'])(
    '[T18] so does listing and renaming: %s',
    (name) => {
      const shape = shapes[name] ?? String;
      expect(slowdown((text) => listReferences([text]), shape)).toBeLessThan(LIMIT);
      expect(slowdown((text) => renameRoot([text], 'a', 'long_name'), shape)).toBeLessThan(LIMIT);
    },
  );

  it('[T18] so does reading a pattern', () => {
    let count = 0;
    const shape = (n: number) => `${'[a-z]'.repeat(n / 80)}${'(a|b)?'.repeat(n / 80)}`;
    // Another one each time, so that none is remembered.
    expect(slowdown((text) => compilePattern(`${text}${count++}`), shape)).toBeLessThan(LIMIT);
  });

  it('is measured by something that notices what is quadratic', () => {
    const trimmed = (text: string) => text.replace(/ +$/, '');
    expect(slowdown(trimmed, (n) => `${' '.repeat(n)}x`, { short: 1_000, tries: 2 })).toBeGreaterThan(LIMIT);
  });
});

/** How much longer one long text takes than the same amount of text in short pieces; the best of several tries. */
function slowdown(
  read: (text: string) => unknown,
  shape: (length: number) => string,
  { short: length = 8_000, tries = 6 } = {},
): number {
  const short = shape(length);
  const long = shape(length * FACTOR);
  expect(long.length).toBeLessThanOrEqual(65_536);
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < tries; time++) {
    const [pieces = 1, whole = 1] = [short, long].map((text) =>
      Math.min(
        ...[1, 2, 3].map(() => cpuTime(() => repeat(text === short ? 4 * FACTOR : 4, () => read(text)))),
      ),
    );
    best = Math.min(best, whole / pieces);
    if (best < 2) break;
  }
  return best;
}

function repeat(times: number, run: () => void): void {
  for (let time = 0; time < times; time++) run();
}

/** In microseconds: what other processes do doesn't count. */
function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, user + system);
}

function attempt(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
}
