import { spendLength, spendVisits } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';
import { spendSearch } from './spend-search.js';
import { textOf } from './text-of.js';

/** Letters of Latin alphabets that Unicode doesn't take apart into an ASCII letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Functions over text. Letters are cased without a locale, so that a run gives the same everywhere. */
export const textFunctions = [
  defineFunction('text | upper → text', (text) => text.toUpperCase()),
  defineFunction('text | lower → text', (text) => text.toLowerCase()),
  defineFunction('text | capitalize → text', (text) => {
    const [first = ''] = text;
    return first.toUpperCase() + text.slice(first.length);
  }),
  defineFunction('text | trim → text', (text) => text.trim()),
  defineFunction('text | slug → text', (text, _arguments, budget) => {
    spendVisits(budget, text.length);
    return text
      .toLowerCase()
      .replace(/['\u0080-\u{10ffff}]/gu, (char) => LETTERS[char] ?? plain(char))
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  }),
  defineFunction(
    'text | replace(search: text, replacement: text) → text',
    (text, [search, replacement], budget) => {
      if (search === '') throw unfit("replace's search", 'must hold at least one character', search);
      spendSearch(budget, text, search);
      const pieces = text.split(search);
      spendVisits(budget, pieces.length);
      spendLength(budget, text.length + (pieces.length - 1) * (replacement.length - search.length));
      return pieces.join(replacement);
    },
  ),
  defineFunction('text | split(separator: text) → list', (text, [separator], budget) => {
    if (separator === '') spendVisits(budget, text.length);
    else spendSearch(budget, text, separator);
    const pieces = separator === '' ? [...text] : text.split(separator);
    spendVisits(budget, pieces.length);
    return pieces;
  }),
  defineFunction('list | join(separator?: text) → text', (list, [separator = ', '], budget) => {
    spendVisits(budget, list.length);
    spendLength(budget, separator.length * Math.max(0, list.length - 1));
    return list.map((item) => textOf(item, budget)).join(separator);
  }),
  defineFunction('text | starts_with(start: text) → boolean', (text, [start]) => text.startsWith(start)),
  defineFunction('text | ends_with(end: text) → boolean', (text, [end]) => text.endsWith(end)),
];

/** A character without its marks, and nothing of an apostrophe: it joins what is around it. */
function plain(char: string): string {
  return char.normalize('NFKD').replace(/[\p{M}'\u2019]/gu, '');
}
