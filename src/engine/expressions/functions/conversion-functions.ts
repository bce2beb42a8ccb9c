import type { JsonValue } from '../../json.js';
import { isJsonEqual, jsonTypeOf } from '../../json-operations.js';
import { isTextDeeperThan } from '../../text/is-text-deeper-than.js';
import { type Budget, spendLength, spendVisits } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';
import { spendSearch } from './spend-search.js';
import { counted, stringify, textOf } from './text-of.js';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Deepest JSON that `parse_json` reads: the same as that of a response. */
const MAX_DEPTH = 64;

/** Functions between types, and those over values of any type. */
export const conversionFunctions = [
  defineFunction('any | default(fallback: any) → any', {
    doc: 'The value, or another one where it is missing or null.',
    example: { template: '{{input.nickname | default("friend")}}', scope: { input: {} }, result: 'friend' },
    call: (value, [fallback]) => (value === null ? fallback : value),
  }),
  defineFunction('any | typeof → text', {
    doc: "The value's type: null, boolean, number, string, array or object.",
    example: { template: '{{[1, 2] | typeof}}', result: 'array' },
    call: (value) => jsonTypeOf(value),
  }),
  defineFunction('any | json(indent?: number) → text', {
    doc: 'The value as JSON text, compact or indented by so many spaces.',
    example: { template: '{{ {"id": 1} | json }}', result: '{"id":1}' },
    call: (value, [indent = 0], budget) => {
      if (!Number.isInteger(indent) || indent < 0 || indent > 10)
        throw unfit("json's indent", 'must be a whole number from 0 to 10', indent);
      if (indent > 0) spendIndent(value, indent, budget);
      return counted(stringify(value, indent), budget);
    },
  }),
  defineFunction('text | parse_json → any', {
    doc: 'What a JSON text stands for.',
    example: { template: '{{"[1, 2]" | parse_json}}', result: [1, 2] },
    call: (text) => {
      if (isTextDeeperThan(text, MAX_DEPTH))
        throw unfit('parse_json', `needs JSON that is nested ${MAX_DEPTH} deep at most`, text);
      return parseJson(text);
    },
  }),
  defineFunction('any | string → text', {
    doc: 'The value as text, as it would stand inside other text.',
    example: { template: '{{12.5 | string}}', result: '12.5' },
    call: (value, _arguments, budget) => textOf(value, budget),
  }),
  defineFunction('any | number → number', {
    doc: 'The number that a text writes in decimals; true is 1, false 0.',
    example: { template: '{{" 12.50 " | number}}', result: 12.5 },
    call: (value) => {
      if (typeof value === 'number') return value;
      if (typeof value === 'boolean') return Number(value);
      const text = typeof value === 'string' ? value.trim() : '';
      const number = DECIMAL.test(text) ? Number(text) : Number.NaN;
      if (!Number.isFinite(number))
        throw unfit('number', 'needs a text that is a number, such as "12.5"', value);
      return number;
    },
  }),
  defineFunction('any | boolean → boolean', {
    doc: 'True or false from the texts true, yes, 1, false, no, 0, from a number (0 is false) or from null (false).',
    example: { template: '{{"yes" | boolean}}', result: true },
    call: (value) => {
      if (typeof value === 'boolean') return value;
      if (value === null) return false;
      if (typeof value === 'number') return value !== 0;
      const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
      if (word === 'true' || word === 'yes' || word === '1') return true;
      if (word === 'false' || word === 'no' || word === '0' || value === '') return false;
      throw unfit('boolean', 'needs true, false, yes, no, 1 or 0', value);
    },
  }),
  defineFunction('text, list or object | length → number', {
    doc: 'How many characters, items or fields there are.',
    example: { template: '{{["a", "b", "c"] | length}}', result: 3 },
    call: (value, _arguments, budget) => {
      if (Array.isArray(value)) return value.length;
      if (typeof value === 'string') return characterCount(value);
      const { length } = Object.keys(value);
      spendVisits(budget, length);
      return length;
    },
  }),
  defineFunction('text, list or object | contains(what: any) → boolean', {
    doc: 'True where a text has that text in it, a list that item, or an object that field.',
    example: { template: '{{["a", "b"] | contains("b")}}', result: true },
    call: (value, [what], budget) => {
      if (Array.isArray(value)) {
        spendVisits(budget, value.length);
        return value.some((item) => isJsonEqual(item, what, (count) => spendVisits(budget, count)));
      }
      if (typeof what !== 'string') throw unfit('contains', 'looks for text in a text or object', what);
      if (typeof value !== 'string') return Object.hasOwn(value, what);
      spendSearch(budget, value, what);
      return value.includes(what);
    },
  }),
];

/** Counts the white space of indented JSON, which grows with the depth, before it is written. */
function spendIndent(value: JsonValue, indent: number, budget: Budget): void {
  const pending: [JsonValue, number][] = [[value, indent]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [current, width] = next;
    if (typeof current !== 'object' || current === null) continue;
    const children = Object.values(current);
    spendLength(budget, children.length * width);
    for (const child of children) if (typeof child === 'object') pending.push([child, width + indent]);
  }
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unfit('parse_json', 'needs a text that is JSON', text);
  }
}

/** Unicode characters, not UTF-16 units: an emoji is one. */
function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}
