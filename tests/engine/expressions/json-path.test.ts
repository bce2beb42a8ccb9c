import fc from 'fast-check';
import { query as libraryQuery } from 'jsonpath-rfc9535';
import libraryParse from 'jsonpath-rfc9535/parser';
import { describe, expect, it } from 'vitest';
import { ExpressionError, evaluateTemplate, type JsonValue, parseExpression } from '#engine';

const bookstore: JsonValue = {
  store: {
    book: [
      { category: 'reference', author: 'Nigel Rees', price: 8.95 },
      { category: 'fiction', author: 'Evelyn Waugh', price: 12.99 },
      { category: 'fiction', author: 'Herman Melville', isbn: '0-553-21311-3', price: 8.99 },
      { category: 'fiction', author: 'J. R. R. Tolkien', isbn: '0-395-19395-8', price: 22.99 },
    ],
    bicycle: { color: 'red', price: 399 },
  },
  o: { j: 1, k: 2 },
  a: [3, 5, 1, 2, 4, 6, { b: 'j' }, { b: 'k' }, { b: {} }, { b: 'kilo' }, [1, 2], null, true, '😀', '\uffff'],
  e: 'f',
};

/** Paths of RFC 9535's own sections 1.5 and 2.3 to 2.5, and some at their edges. */
const paths = [
  '.store.book[*].author',
  '..author',
  '.store.*',
  '.store..price',
  '..book[2]',
  '..book[2].author',
  '..book[2].publisher',
  '..book[-1]',
  '..book[0,1]',
  '..book[:2]',
  '..book[?@.isbn]',
  '..book[?@.price<10]',
  '..*',
  '..[*]',
  '..[0]',
  "..['price','author']",
  '.a[1:3]',
  '.a[5:]',
  '.a[1:5:2]',
  '.a[5:1:-2]',
  '.a[::-1]',
  '.a[:]',
  '.a[::0]',
  '.a[-3:]',
  '.a[100:0:-3]',
  '.a[-100:100]',
  '.a[:-100:-1]',
  ".a[?@.b == 'kilo']",
  ".a[?(@.b == 'kilo')]",
  '.a[?@>3.5]',
  '.a[?@.b]',
  '[?@.*]',
  '[?@[?@.b]]',
  '.o[?@<3, ?@<3]',
  '.a[?@<2 || @.b == "k"]',
  '.a[?@>1 && @<4]',
  '.a[?!@.b]',
  '.a[?!(@.b == "k" || @.b == "j")]',
  '.a[?@.b == $.x]',
  '.a[?@.b != $.x]',
  '.a[?@.b <= $.x]',
  '.a[?@ == @]',
  '.a[?@ == null]',
  '.a[?@ == true]',
  '.a[?length(@) == 2]',
  '.a[?length(@.b) >= 1]',
  '.a[?count(@.*) == 1]',
  '.a[?count(@..*) > 1]',
  '.a[?value(@..b) == "j"]',
  '.a[?length(value(@.*)) == 1]',
  ".store.book[?@['category'] == 'fiction'].price",
  '.nothing[*]',
  '.e[*]',
];

describe('paths with many matches', () => {
  it.each(paths)('[T4] %s finds what the reference library finds', (path) => {
    const ours = evaluateTemplate(`{{input${path} | json}}`, { input: bookstore });
    const parsed: unknown[] = JSON.parse(String(ours));
    const order = path.includes('..') ? sorted : (values: unknown[]) => values;
    expect(order(parsed)).toEqual(order(libraryQuery(bookstore, `$${path}`)));
  });

  it.each([0, 1, 2])('[T4] on any data (seed %i)', (seed) => {
    const key = fc.constantFrom('a', 'b', 'o', 'store', 'price', 'book');
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<JsonValue>(null, true, 1, 5, 'j', 'kilo'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(...paths), (data, path) => {
        const ours = evaluateTemplate(`{{input${path} | default([])}}`, { input: data }) as unknown[];
        expect(sorted(ours)).toEqual(sorted(libraryQuery(data, `$${path}`)));
      }),
      { seed, numRuns: 500 },
    );
  });

  it.each([0, 1, 2, 3])('[T4] any path on any data (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyPath, anyData, (path, data) => {
        expect(sorted(matchesOf(path, data))).toEqual(sorted(libraryQuery(data, `$${path}`)));
      }),
      { seed, numRuns: 1_500 },
    );
  });

  it.each([0, 1, 2, 3])(
    '[T4] a path with a slip is refused where the RFC has no such path (seed %i)',
    (seed) => {
      const slip = fc.record({
        at: fc.nat(40),
        length: fc.nat(2),
        text: fc.string({ unit: fc.constantFrom(...`.[]'"?@$*:,01-!&|=<>() \\\né😀`, 'a'), maxLength: 2 }),
      });
      fc.assert(
        fc.property(anyPath, slip, (path, { at, length, text }) => {
          const slipped = path.slice(0, at) + text + path.slice(at + length);
          // The library takes any name for that of a function, and doesn't check the types of arguments.
          fc.pre(!/[a-z]\(/.test(slipped));
          expect([slipped, isPath(slipped)]).toEqual([slipped, isLibraryPath(slipped)]);
        }),
        { seed, numRuns: 3_000 },
      );
    },
  );

  it('[T4] below a node, parents come before children and items in their order', () => {
    const data = { a: [{ b: 1 }, { b: { b: 2 } }], b: 3 };
    expect(evaluateTemplate('{{input..b}}', { input: data })).toEqual([3, 1, { b: 2 }, 2]);
  });

  it.each<[string, JsonValue[]]>([
    ['.store.book[?@.price == $.store.book[0].price].price', [8.95]],
    ['.a[?@ < "\uffff"]', []],
    ['.a[?@ >= "😀"]', ['😀']],
    ['.a[?@[1] == 2]', [[1, 2]]],
    ['.a[?@ == $.a[1]]', [5]],
    ['.a[?@ > 1 && @ < 5 && @ != 3]', [2, 4]],
  ])('[T4] %s goes by the text of the RFC, where the library does not', (path, expected) => {
    expect(evaluateTemplate(`{{input${path}}}`, { input: bookstore })).toEqual(expected);
  });

  it.each([
    '[?count($..*) > 0]',
    '..*[?count($..*) > 0]',
    '[*,*,*][*,*,*][*,*,*][*,*,*][*,*,*][*,*,*][*,*,*]',
  ])('[T11] %s would look at the same data too often, and is stopped', (path) => {
    const deep = (depth: number): JsonValue =>
      depth === 0 ? 1 : [deep(depth - 1), deep(depth - 1), deep(depth - 1)];
    const data = { '[': Array.from({ length: 1_500 }, () => [1]), '.': deep(7) };
    const input = path.startsWith('[?') ? data['['] : data['.'];
    expect(() => evaluateTemplate(`{{input${path}}}`, { input })).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });

  it('[T7] reaches own properties only', () => {
    expect(evaluateTemplate("{{input['constructor','a']}}", { input: { a: 1 } })).toEqual([1]);
    expect(evaluateTemplate('{{input[?@.constructor]}}', { input: [{ a: 1 }, { constructor: 1 }] })).toEqual([
      { constructor: 1 },
    ]);
  });
});

/**
 * A path without what the library gets wrong: indices in comparisons, chains of three conditions, slices from
 * before the first item, white space instead of a step. The compliance suite has those.
 */
const { path: anyPath } = fc.letrec<{ path: string; segment: string; condition: string; test: string }>(
  (tie) => {
    const space = fc.constantFrom('', '', '', '', ' ', '\n', '\t ');
    const name = fc.constantFrom('a', 'b', 'é', '😀', '_1');
    const quoted = name.chain((text) =>
      fc.constantFrom(`'${text}'`, `"${text}"`, `"\\u0061"`, `'\\ud83d\\ude00'`),
    );
    const integer = fc.constantFrom('', '0', '1', '2', '5');
    const slice = fc
      .tuple(integer, space, integer, fc.constantFrom(':1', ':2', ':-1', ':-2', ':0'))
      .map(([start, gap, end, step]) => `${start}${gap}:${gap}${end}${step}`);
    const index = fc.constantFrom('0', '1', '-1', '7');
    const selector = fc.oneof(
      { maxDepth: 3 },
      quoted,
      index,
      slice,
      fc.constant('*'),
      fc.tuple(space, tie('condition')).map(([gap, condition]) => `?${gap}${condition}`),
    );
    const bracketed = fc
      .tuple(fc.array(fc.tuple(space, selector, space), { minLength: 1, maxLength: 2 }))
      .map(([selectors]) => `[${selectors.map((parts) => parts.join('')).join(',')}]`);
    const singular = fc
      .array(
        fc.oneof(
          name.map((text) => `.${text}`),
          quoted.map((text) => `[${text}]`),
        ),
        { maxLength: 2 },
      )
      .map((segments) => `@${segments.join('')}`);
    const literal = fc.constantFrom('1', '-0', '2.5', '1e1', '"a"', "'j'", 'true', 'false', 'null');
    const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
    const value = fc.oneof(
      singular,
      literal,
      singular.map((path) => `length(${path})`),
      tie('path').map((path) => `count(@${path})`),
      tie('path').map((path) => `value(@${path})`),
    );
    return {
      segment: fc.oneof(
        name.map((text) => `.${text}`),
        bracketed,
        name.map((text) => `..${text}`),
        bracketed.map((text) => `..${text}`),
        fc.constantFrom('.*', '..*'),
      ),
      path: fc
        .array(fc.tuple(space, tie('segment')), { maxLength: 3 })
        .map((segments) => segments.map((parts) => parts.join('')).join('')),
      test: fc.oneof(
        fc
          .tuple(fc.constantFrom('', '!', '! '), fc.constantFrom('@', '$'), tie('path'))
          .map((parts) => parts.join('')),
        fc.tuple(value, space, operator, space, value).map((parts) => parts.join('')),
        fc
          .tuple(fc.constantFrom('match', 'search'), singular, fc.constantFrom('a', '[a-j]+', '.'))
          .map(([fn, text, pattern]) => `${fn}(${text}, '${pattern}')`),
      ),
      condition: fc.oneof(
        { maxDepth: 3 },
        tie('test'),
        fc
          .tuple(tie('test'), space, fc.constantFrom('&&', '||'), space, tie('test'))
          .map((parts) => parts.join('')),
        fc
          .tuple(fc.constantFrom('', '!'), space, tie('condition'), space)
          .map(([not, gap, condition, end]) => `${not}${gap}(${gap}${condition}${end})`),
      ),
    };
  },
);

const { data: anyData } = fc.letrec<{ data: JsonValue }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<JsonValue>(null, true, false, 0, 1, 2.5, 10, '', 'a', 'j', 'aj'),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'é', '😀', '_1'), tie('data'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

/** The matches of a path, as a list also where it is singular. */
function matchesOf(path: string, root: JsonValue): unknown[] {
  const { operand } = parseExpression(`root${path}`);
  if (operand.type !== 'reference') throw new Error('This is no reference.');
  if (operand.query) return evaluateTemplate(`{{root${path}}}`, { root }) as unknown[];
  try {
    return [evaluateTemplate(`{{root${path}}}`, { root })];
  } catch (error) {
    if (error instanceof ExpressionError && error.code === 'missing') return [];
    throw error;
  }
}

function isPath(path: string): boolean {
  try {
    const { operand } = parseExpression(`root${path}`);
    return operand.type === 'reference' && operand.root === 'root' && operand.text === `root${path}`;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function isLibraryPath(path: string): boolean {
  try {
    libraryParse(`$${path}`);
    return true;
  } catch {
    return false;
  }
}

function sorted(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
