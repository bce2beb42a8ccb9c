import { describe, expect, it } from 'vitest';
import { parseLinkHeader } from '../../../src/engine/http/pagination/parse-link-header.js';

describe('a Link header', () => {
  it.each<[string, string, [string, string[]][]]>([
    [
      'several links',
      '<https://a.test/?page=2>; rel="next", <https://a.test/?page=9>; rel="last"',
      [
        ['https://a.test/?page=2', ['next']],
        ['https://a.test/?page=9', ['last']],
      ],
    ],
    ['a comma and a semicolon in a URL', '</a,b;c>; rel=next', [['/a,b;c', ['next']]]],
    ['several relations of one', '</2>; rel="prev  NEXT"', [['/2', ['prev', 'next']]]],
    ['names in any case, with spaces', '</2> ;  Rel = "next"', [['/2', ['next']]]],
    [
      'quotes and escapes in other parameters',
      '</2>; title="a, \\"b\\"; rel=\\"x\\""; rel="next"',
      [['/2', ['next']]],
    ],
    ['the first rel of two', '</2>; rel="next"; rel="prev"', [['/2', ['next']]]],
    ['a relation that is a URL', '</2>; rel="https://x.test/Rel"', [['/2', ['https://x.test/rel']]]],
    ['no rel', '</2>', [['/2', []]]],
    ['an empty reference', '<>; rel=self', [['', ['self']]]],
    ['empty elements', ', ,</2>; rel=next,,', [['/2', ['next']]]],
    ['a link about something else', '</2>; rel=next; anchor="/other", </3>; rel=next', [['/3', ['next']]]],
    ['a parameter without a value', '</2>; crossorigin; rel=next', [['/2', ['next']]]],
    [
      'an open quote',
      '</2>; rel="next, </3>; rel=next',
      [
        ['/2', []],
        ['/3', ['next']],
      ],
    ],
    [
      'text after a link',
      '</2>; rel=next garbage, </3>; rel=last',
      [
        ['/2', ['next']],
        ['/3', ['last']],
      ],
    ],
    ['no link at all', 'next', []],
    ['an open bracket', '<https://a.test', []],
    ['nothing', '', []],
  ])('[P5] is read with %s', (_name, text, links) => {
    expect(parseLinkHeader(text).map(({ target, relations }) => [target, relations])).toEqual(links);
  });

  it('[P5] of hostile length is read once', () => {
    for (const piece of ['<', '<a>', ';', ' ', '"', '\\"', '<a>;rel="', ',', '<a>; ']) {
      expect(parseLinkHeader(piece.repeat(30_000)).length).toBeLessThanOrEqual(30_000);
    }
  });
});
