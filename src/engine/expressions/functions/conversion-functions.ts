import type { JsonValue } from '../../json.js';
import { jsonTypeOf } from '../../json-operations.js';
import { isTextDeeperThan } from '../../text/is-text-deeper-than.js';
import { isSame } from '../is-same.js';
import { type Budget, spendLength, spendVisits } from '../limits.js';
import { defineFunction, unfit } from './define-function.js';
import { lengthOf } from './length-of.js';
import { spendSearch } from './spend-search.js';
import { counted, stringify, textOf } from './text-of.js';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Deepest JSON that `parse_json` reads: the same as that of a response. */
const MAX_DEPTH = 64;

/** Functions between types, and those over values of any type. */
export const conversionFunctions = [
  defineFunction('any | default(fallback: any) → any', (value, [fallback]) =>
    value === null ? fallback : value,
  ),
  defineFunction('any | typeof → text', (value) => jsonTypeOf(value)),
  defineFunction('any | json(indent?: number) → text', (value, [indent = 0], budget) => {
    if (!Number.isInteger(indent) || indent < 0 || indent > 10)
      throw unfit("json's indent", 'must be a whole number from 0 to 10', indent);
    if (indent > 0) spendIndent(value, indent, budget);
    return counted(stringify(value, indent), budget);
  }),
  defineFunction('text | parse_json → any', (text) => {
    if (isTextDeeperThan(text, MAX_DEPTH))
      throw unfit('parse_json', `needs JSON that is nested ${MAX_DEPTH} deep at most`, text);
    return parseJson(text);
  }),
  defineFunction('any | string → text', (value, _arguments, budget) => textOf(value, budget)),
  defineFunction('any | number → number', (value) => {
    if (typeof value === 'number') return value;
    if (typeof value === 'boolean') return Number(value);
    const text = typeof value === 'string' ? value.trim() : '';
    const number = DECIMAL.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(number))
      throw unfit('number', 'needs a text that is a number, such as "12.5"', value);
    return number;
  }),
  defineFunction('any | boolean → boolean', (value) => {
    if (typeof value === 'boolean') return value;
    if (value === null) return false;
    if (typeof value === 'number') return value !== 0;
    const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
    if (word === 'true' || word === 'yes' || word === '1') return true;
    if (word === 'false' || word === 'no' || word === '0' || value === '') return false;
    throw unfit('boolean', 'needs true, false, yes, no, 1 or 0', value);
  }),
  defineFunction('text, list or object | length → number', (value, _arguments, budget) =>
    lengthOf(value, budget),
  ),
  defineFunction('text, list or object | contains(what: any) → boolean', (value, [what], budget) => {
    if (Array.isArray(value)) {
      spendVisits(budget, value.length);
      return value.some((item) => isSame(item, what, budget));
    }
    if (typeof what !== 'string') throw unfit('contains', 'looks for text in a text or object', what);
    if (typeof value !== 'string') return Object.hasOwn(value, what);
    spendSearch(budget, value, what);
    return value.includes(what);
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
