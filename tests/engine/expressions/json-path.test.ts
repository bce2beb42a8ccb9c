import fc from 'fast-check';
import { query as libraryQuery } from 'jsonpath-rfc9535';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue } from '#engine';

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

  it('[T4] below a node, parents come before children and items in their order', () => {
    const data = { a: [{ b: 1 }, { b: { b: 2 } }], b: 3 };
    expect(evaluateTemplate('{{input..b}}', { input: data })).toEqual([3, 1, { b: 2 }, 2]);
  });

  it.each<[string, JsonValue[]]>([
    ['.store.book[?@.price == $.store.book[0].price].price', [8.95]],
    ['.a[?@ < "\uffff"]', []],
    ['.a[?@ >= "😀"]', ['😀']],
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

function sorted(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort();
}
