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
  defineFunction('text | upper → text', {
    doc: 'The text in upper case.',
    example: { template: '{{"Berlin" | upper}}', result: 'BERLIN' },
    call: (text) => text.toUpperCase(),
  }),
  defineFunction('text | lower → text', {
    doc: 'The text in lower case.',
    example: { template: '{{"Berlin" | lower}}', result: 'berlin' },
    call: (text) => text.toLowerCase(),
  }),
  defineFunction('text | capitalize → text', {
    doc: 'The text with its first letter in upper case; the rest stays as it is.',
    example: { template: '{{"new order" | capitalize}}', result: 'New order' },
    call: (text) => {
      const [first = ''] = text;
      return first.toUpperCase() + text.slice(first.length);
    },
  }),
  defineFunction('text | trim → text', {
    doc: 'The text without white space at its ends.',
    example: { template: '{{"  hello " | trim}}', result: 'hello' },
    call: (text) => text.trim(),
  }),
  defineFunction('text | slug → text', {
    doc: 'The text in lower-case ASCII letters, digits and dashes; other scripts are left out.',
    example: {
      template: '{{"Crème Brûlée, für Ada\'s Café" | slug}}',
      result: 'creme-brulee-fur-adas-cafe',
    },
    call: (text, _arguments, budget) => {
      spendVisits(budget, text.length);
      return text
        .toLowerCase()
        .replace(/['\u0080-\u{10ffff}]/gu, (char) => LETTERS[char] ?? plain(char))
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '');
    },
  }),
  defineFunction('text | replace(search: text, replacement: text) → text', {
    doc: 'The text with every occurrence of another text replaced.',
    example: { template: '{{"2024/01/31" | replace("/", "-")}}', result: '2024-01-31' },
    call: (text, [search, replacement], budget) => {
      if (search === '') throw unfit("replace's search", 'must hold at least one character', search);
      spendSearch(budget, text, search);
      const pieces = text.split(search);
      spendVisits(budget, pieces.length);
      spendLength(budget, text.length + (pieces.length - 1) * (replacement.length - search.length));
      return pieces.join(replacement);
    },
  }),
  defineFunction('text | split(separator: text) → list', {
    doc: 'The pieces of the text between separators; with an empty separator, its characters.',
    example: { template: '{{"a,b,c" | split(",")}}', result: ['a', 'b', 'c'] },
    call: (text, [separator], budget) => {
      if (separator === '') spendVisits(budget, text.length);
      else spendSearch(budget, text, separator);
      const pieces = separator === '' ? [...text] : text.split(separator);
      spendVisits(budget, pieces.length);
      return pieces;
    },
  }),
  defineFunction('list | join(separator?: text) → text', {
    doc: 'The items as one text, with a separator (", " when left out) between them; null counts as empty.',
    example: { template: '{{["red", "green"] | join(" and ")}}', result: 'red and green' },
    call: (list, [separator = ', '], budget) => {
      spendVisits(budget, list.length);
      spendLength(budget, separator.length * Math.max(0, list.length - 1));
      return list.map((item) => textOf(item, budget)).join(separator);
    },
  }),
  defineFunction('text | starts_with(start: text) → boolean', {
    doc: 'True where the text begins with another text.',
    example: { template: '{{"invoice-12" | starts_with("invoice")}}', result: true },
    call: (text, [start]) => text.startsWith(start),
  }),
  defineFunction('text | ends_with(end: text) → boolean', {
    doc: 'True where the text ends with another text.',
    example: { template: '{{"photo.png" | ends_with(".png")}}', result: true },
    call: (text, [end]) => text.endsWith(end),
  }),
];

/** A character without its marks, and nothing of an apostrophe: it joins what is around it. */
function plain(char: string): string {
  return char.normalize('NFKD').replace(/[\p{M}'\u2019]/gu, '');
}
