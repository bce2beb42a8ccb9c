import { describe, expect, it } from 'vitest';
import { countedWork } from '../../support/counted-work.js';

const { compileTemplate, ExpressionError, listReferences, renameRoot } = await import('#engine');
const { compilePattern } = await import('../../../src/engine/expressions/pattern/compile-pattern.js');

/** How many times as long the long text is. */
const FACTOR = 8;
/** Text so many times as long is 8 × the work where reading is linear, and 64 × where it is quadratic. */
const LIMIT = 1.25 * FACTOR;

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
  it.each(Object.keys(shapes))('[T18] is work that grows with the text: %s', (name) => {
    const shape = shapes[name] ?? String;
    expect(growth((text) => attempt(() => compileTemplate(text)), shape)).toBeLessThan(LIMIT);
  });

  it.each(['holes', 'many conditions', 'escaped braces', 'many arguments'])(
    '[T18] so is listing and renaming: %s',
    (name) => {
      const shape = shapes[name] ?? String;
      expect(growth((text) => listReferences([text]), shape)).toBeLessThan(LIMIT);
      expect(growth((text) => renameRoot([text], 'a', 'long_name'), shape)).toBeLessThan(LIMIT);
    },
  );

  it('[T18] so is reading a pattern', () => {
    const shape = (n: number) => `${'[a-z]'.repeat(n / 80)}${'(a|b)?'.repeat(n / 80)}`;
    expect(growth(compilePattern, shape)).toBeLessThan(LIMIT);
  });

  it.each<[string, (text: string) => unknown]>([
    ['a search from every place', (text) => [...text].map((_, at) => text.indexOf('x', at))],
    ['a match at every place', (text) => [...text].map((_, at) => / +/.exec(text.slice(at)))],
    [
      'a loop in a loop',
      (text) => {
        let pairs = 0;
        for (const left of text) for (const right of text) if (left === right) pairs += 1;
        return pairs;
      },
    ],
  ])('is counted by something that notices %s', (_name, read) => {
    expect(growth(read, (n) => ' '.repeat(n / 32))).toBeGreaterThan(4 * LIMIT);
  });
});

/** How many times the work a text is that is `FACTOR` times as long. */
function growth(read: (text: string) => unknown, shape: (length: number) => string): number {
  const [short = 1, long = 1] = [8_000, 8_000 * FACTOR].map((length) => {
    const text = shape(length);
    expect(text.length).toBeLessThanOrEqual(65_536);
    return countedWork(() => read(text));
  });
  return long / short;
}

function attempt(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
}
