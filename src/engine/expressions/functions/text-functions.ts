import { spendLength, spendVisits } from '../limits.js';
import { defineFunction, type ExpressionFunction, unfit } from './define-function.js';
import { textOf } from './text-of.js';

/** Functions over text. Letters are cased without a locale, so that a run gives the same everywhere. */
export const textFunctions: readonly ExpressionFunction[] = [
  defineFunction({
    name: 'upper',
    input: 'text',
    parameters: [],
    result: 'text',
    doc: 'The text in upper case.',
    example: { template: '{{"Berlin" | upper}}', result: 'BERLIN' },
    call: (text) => text.toUpperCase(),
  }),
  defineFunction({
    name: 'lower',
    input: 'text',
    parameters: [],
    result: 'text',
    doc: 'The text in lower case.',
    example: { template: '{{"Berlin" | lower}}', result: 'berlin' },
    call: (text) => text.toLowerCase(),
  }),
  defineFunction({
    name: 'capitalize',
    input: 'text',
    parameters: [],
    result: 'text',
    doc: 'The text with its first letter in upper case; the rest stays as it is.',
    example: { template: '{{"new order" | capitalize}}', result: 'New order' },
    call: (text) => {
      const [first = ''] = text;
      return first.toUpperCase() + text.slice(first.length);
    },
  }),
  defineFunction({
    name: 'trim',
    input: 'text',
    parameters: [],
    result: 'text',
    doc: 'The text without white space at its ends.',
    example: { template: '{{"  hello " | trim}}', result: 'hello' },
    call: (text) => text.trim(),
  }),
  defineFunction({
    name: 'replace',
    input: 'text',
    parameters: [
      { name: 'search', type: 'text' },
      { name: 'replacement', type: 'text' },
    ],
    result: 'text',
    doc: 'The text with every occurrence of another text replaced.',
    example: { template: '{{"2024/01/31" | replace("/", "-")}}', result: '2024-01-31' },
    call: (text, [search, replacement], budget) => {
      if (search === '') throw unfit("replace's search", 'must hold at least one character', search);
      const pieces = text.split(search);
      spendVisits(budget, pieces.length);
      spendLength(budget, text.length + (pieces.length - 1) * (replacement.length - search.length));
      return pieces.join(replacement);
    },
  }),
  defineFunction({
    name: 'split',
    input: 'text',
    parameters: [{ name: 'separator', type: 'text' }],
    result: 'list',
    doc: 'The pieces of the text between separators; with an empty separator, its characters.',
    example: { template: '{{"a,b,c" | split(",")}}', result: ['a', 'b', 'c'] },
    call: (text, [separator], budget) => {
      spendVisits(budget, separator === '' ? text.length : 1);
      const pieces = separator === '' ? [...text] : text.split(separator);
      spendVisits(budget, pieces.length);
      return pieces;
    },
  }),
  defineFunction({
    name: 'join',
    input: 'list',
    parameters: [{ name: 'separator', type: 'text', optional: true }],
    result: 'text',
    doc: 'The items as one text, with a separator (", " when left out) between them; null counts as empty.',
    example: { template: '{{["red", "green"] | join(" and ")}}', result: 'red and green' },
    call: (list, [separator = ', '], budget) => {
      spendVisits(budget, list.length);
      spendLength(budget, separator.length * Math.max(0, list.length - 1));
      return list.map((item) => textOf(item, budget)).join(separator);
    },
  }),
  defineFunction({
    name: 'starts_with',
    input: 'text',
    parameters: [{ name: 'start', type: 'text' }],
    result: 'boolean',
    doc: 'True where the text begins with another text.',
    example: { template: '{{"invoice-12" | starts_with("invoice")}}', result: true },
    call: (text, [start]) => text.startsWith(start),
  }),
  defineFunction({
    name: 'ends_with',
    input: 'text',
    parameters: [{ name: 'end', type: 'text' }],
    result: 'boolean',
    doc: 'True where the text ends with another text.',
    example: { template: '{{"photo.png" | ends_with(".png")}}', result: true },
    call: (text, [end]) => text.endsWith(end),
  }),
];
