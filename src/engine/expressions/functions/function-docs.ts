import type { ExpressionFunction } from './expression-functions.js';
import type { FunctionName } from './known-functions.js';

const people = [
  { name: 'Ada', age: 36 },
  { name: 'Bob', age: 17 },
];

/** What each function gives, and an example of it. Apart from the functions: whoever only evaluates doesn't load it. */
export const functionDocs: Readonly<Record<FunctionName, Pick<ExpressionFunction, 'doc' | 'example'>>> = {
  default: {
    doc: 'The value, or another one where it is missing or null.',
    example: { template: '{{input.nickname | default("friend")}}', scope: { input: {} }, result: 'friend' },
  },
  typeof: {
    doc: "The value's type: null, boolean, number, string, array or object.",
    example: { template: '{{[1, 2] | typeof}}', result: 'array' },
  },
  json: {
    doc: 'The value as JSON text, compact or indented by so many spaces.',
    example: { template: '{{ {"id": 1} | json }}', result: '{"id":1}' },
  },
  parse_json: {
    doc: 'What a JSON text stands for.',
    example: { template: '{{"[1, 2]" | parse_json}}', result: [1, 2] },
  },
  string: {
    doc: 'The value as text, as it would stand inside other text.',
    example: { template: '{{12.5 | string}}', result: '12.5' },
  },
  number: {
    doc: 'The number that a text writes in decimals; true is 1, false 0.',
    example: { template: '{{" 12.50 " | number}}', result: 12.5 },
  },
  boolean: {
    doc: 'True or false from the texts true, yes, 1, false, no, 0, a number (0 is false) or null (false).',
    example: { template: '{{"yes" | boolean}}', result: true },
  },
  length: {
    doc: 'How many characters, items or fields there are.',
    example: { template: '{{["a", "b", "c"] | length}}', result: 3 },
  },
  contains: {
    doc: 'True where a text has that text in it, a list that item, or an object that field.',
    example: { template: '{{["a", "b"] | contains("b")}}', result: true },
  },
  upper: {
    doc: 'The text in upper case.',
    example: { template: '{{"Berlin" | upper}}', result: 'BERLIN' },
  },
  lower: {
    doc: 'The text in lower case.',
    example: { template: '{{"Berlin" | lower}}', result: 'berlin' },
  },
  capitalize: {
    doc: 'The text with its first letter in upper case; the rest stays as it is.',
    example: { template: '{{"new order" | capitalize}}', result: 'New order' },
  },
  trim: {
    doc: 'The text without white space at its ends.',
    example: { template: '{{"  hello " | trim}}', result: 'hello' },
  },
  slug: {
    doc: 'The text in lower-case ASCII letters, digits and dashes; other scripts are left out.',
    example: {
      template: '{{"Crème Brûlée, für Ada\'s Café" | slug}}',
      result: 'creme-brulee-fur-adas-cafe',
    },
  },
  replace: {
    doc: 'The text with every occurrence of another text replaced.',
    example: { template: '{{"2024/01/31" | replace("/", "-")}}', result: '2024-01-31' },
  },
  split: {
    doc: 'The pieces of the text between separators; with an empty separator, its characters.',
    example: { template: '{{"a,b,c" | split(",")}}', result: ['a', 'b', 'c'] },
  },
  join: {
    doc: 'The items as one text, with a separator (", " when left out) between them; null counts as empty.',
    example: { template: '{{["red", "green"] | join(" and ")}}', result: 'red and green' },
  },
  starts_with: {
    doc: 'True where the text begins with another text.',
    example: { template: '{{"invoice-12" | starts_with("invoice")}}', result: true },
  },
  ends_with: {
    doc: 'True where the text ends with another text.',
    example: { template: '{{"photo.png" | ends_with(".png")}}', result: true },
  },
  slice: {
    doc: 'The part from one position up to another (not included); negative ones count from the end.',
    example: { template: '{{[1, 2, 3, 4] | slice(1, -1)}}', result: [2, 3] },
  },
  first: {
    doc: 'The first item or character; null where there is none.',
    example: { template: '{{["a", "b"] | first}}', result: 'a' },
  },
  last: {
    doc: 'The last item or character; null where there is none.',
    example: { template: '{{["a", "b"] | last}}', result: 'b' },
  },
  at: {
    doc: 'The item or character at a position, from 0; negative ones count from the end; null where there is none.',
    example: { template: '{{["a", "b", "c"] | at(-2)}}', result: 'b' },
  },
  map: {
    doc: 'One field of every item; null for an item that lacks it.',
    example: {
      template: '{{input.people | map("name")}}',
      scope: { input: { people } },
      result: ['Ada', 'Bob'],
    },
  },
  where: {
    doc: 'The items whose field equals a value; without a value, those whose field is neither false, null nor missing.',
    example: {
      template: '{{input.people | where("age", 17)}}',
      scope: { input: { people } },
      result: [{ name: 'Bob', age: 17 }],
    },
  },
  sort_by: {
    doc: 'The items in rising order of a field, or of themselves; equal ones keep their order, null goes last.',
    example: {
      template: '{{input.people | sort_by("age") | map("name")}}',
      scope: { input: { people } },
      result: ['Bob', 'Ada'],
    },
  },
  group_by: {
    doc: 'The items in lists by what a field says: text, a number, true or false; "" where it is null or missing.',
    example: {
      template: '{{input.people | group_by("age")}}',
      scope: { input: { people } },
      result: { 17: [{ name: 'Bob', age: 17 }], 36: [{ name: 'Ada', age: 36 }] },
    },
  },
  unique: {
    doc: 'The items without repeats of a field, or of themselves; the first of each stays.',
    example: { template: '{{[1, 2, 1, "1"] | unique}}', result: [1, 2, '1'] },
  },
  flatten: {
    doc: 'The list with the items of its lists in their place, one level deep.',
    example: { template: '{{[[1, 2], 3, [[4]]] | flatten}}', result: [1, 2, 3, [4]] },
  },
  compact: {
    doc: 'The list without null and empty text.',
    example: { template: '{{["a", null, "", 0, false] | compact}}', result: ['a', 0, false] },
  },
  reverse: {
    doc: 'The items or characters in the opposite order.',
    example: { template: '{{[1, 2, 3] | reverse}}', result: [3, 2, 1] },
  },
  keys: {
    doc: 'The names of the fields.',
    example: { template: '{{ {"id": 1, "name": "Ada"} | keys }}', result: ['id', 'name'] },
  },
  values: {
    doc: 'The values of the fields.',
    example: { template: '{{ {"id": 1, "name": "Ada"} | values }}', result: [1, 'Ada'] },
  },
  entries: {
    doc: 'The fields as a list of objects with key and value.',
    example: { template: '{{ {"id": 1} | entries }}', result: [{ key: 'id', value: 1 }] },
  },
  pick: {
    doc: 'Only the named fields; those that are not there are left out.',
    example: {
      template: '{{ {"id": 1, "name": "Ada", "age": 36} | pick("id", "age") }}',
      result: { id: 1, age: 36 },
    },
  },
  omit: {
    doc: 'All fields but the named ones.',
    example: { template: '{{ {"id": 1, "password": "x"} | omit("password") }}', result: { id: 1 } },
  },
  merge: {
    doc: "Both objects' fields; where both have one, the other's value stands. Not deep.",
    example: { template: '{{ {"a": 1, "b": 1} | merge({"b": 2}) }}', result: { a: 1, b: 2 } },
  },
  add: {
    doc: 'The number plus another.',
    example: { template: '{{19.5 | add(0.5)}}', result: 20 },
  },
  subtract: {
    doc: 'The number minus another.',
    example: { template: '{{10 | subtract(4)}}', result: 6 },
  },
  multiply: {
    doc: 'The number times another.',
    example: { template: '{{12 | multiply(1.5)}}', result: 18 },
  },
  divide: {
    doc: 'The number divided by another, which must not be 0.',
    example: { template: '{{9 | divide(2)}}', result: 4.5 },
  },
  round: {
    doc: 'The nearest number with so many digits after the point (0 when left out); a half goes away from 0.',
    example: { template: '{{19.005 | round(2)}}', result: 19.01 },
  },
  floor: {
    doc: 'The next whole number down.',
    example: { template: '{{4.7 | floor}}', result: 4 },
  },
  ceil: {
    doc: 'The next whole number up.',
    example: { template: '{{4.2 | ceil}}', result: 5 },
  },
  abs: {
    doc: 'The number without its sign.',
    example: { template: '{{-3 | abs}}', result: 3 },
  },
  sum: {
    doc: 'All the numbers of a list added up; 0 for an empty one.',
    example: { template: '{{[1, 2, 3.5] | sum}}', result: 6.5 },
  },
  min: {
    doc: 'The smallest number of a list; null for an empty one.',
    example: { template: '{{[3, 1, 2] | min}}', result: 1 },
  },
  max: {
    doc: 'The largest number of a list; null for an empty one.',
    example: { template: '{{[3, 1, 2] | max}}', result: 3 },
  },
  date: {
    doc: 'The date in a format of YYYY, MMMM (January), MMM (Jan), MM, M, DD, D, dddd (Monday), ddd (Mon), HH, hh, h, A (AM), mm, ss, SSS, Z (+02:00) and [text as it is], in UTC or at an offset such as "+02:00".',
    example: {
      template: '{{"2024-01-31T23:30:00Z" | date("ddd, D MMMM YYYY [at] HH:mm", "+02:00")}}',
      result: 'Thu, 1 February 2024 at 01:30',
    },
  },
  to_iso: {
    doc: 'The date as ISO 8601 text in UTC, with milliseconds.',
    example: { template: '{{1706693400 | to_iso}}', result: '2024-01-31T09:30:00.000Z' },
  },
  to_unix: {
    doc: 'The date as whole Unix seconds, from 1970 on.',
    example: { template: '{{"2024-01-31T10:30:00+01:00" | to_unix}}', result: 1_706_693_400 },
  },
  add_time: {
    doc: 'The date so many seconds, minutes, hours, days, weeks, months or years later, or earlier where negative, as ISO 8601 text in UTC; too short a month gives its last day.',
    example: {
      template: '{{"2024-01-31" | add_time(1, "month")}}',
      result: '2024-02-29T00:00:00.000Z',
    },
  },
  base64: {
    doc: 'The text in base64.',
    example: { template: '{{"user:pass" | base64}}', result: 'dXNlcjpwYXNz' },
  },
  base64_decode: {
    doc: 'The text that base64, or base64url, stands for.',
    example: { template: '{{"dXNlcjpwYXNz" | base64_decode}}', result: 'user:pass' },
  },
  hex: {
    doc: "The text's bytes as hexadecimal digits.",
    example: { template: '{{"é!" | hex}}', result: 'c3a921' },
  },
  url_encode: {
    doc: 'The text percent-encoded, for a URL inside other text; parts of a URL are encoded without it.',
    example: { template: '{{"a/b & c" | url_encode}}', result: 'a%2Fb%20%26%20c' },
  },
  url_decode: {
    doc: 'The text that a percent-encoded one stands for; + stays +.',
    example: { template: '{{"a%2Fb%20c" | url_decode}}', result: 'a/b c' },
  },
  html_escape: {
    doc: 'The text with &, <, >, " and \' as HTML writes them.',
    example: { template: '{{"a < b" | html_escape}}', result: 'a &lt; b' },
  },
  sha256: {
    doc: 'The SHA-256 digest of the text, in "hex" (when left out) or "base64".',
    example: {
      template: '{{"abc" | sha256}}',
      result: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
  },
  hmac_sha256: {
    doc: 'The HMAC of the text with SHA-256, in "hex" or "base64". A credential is no value, so it can\'t be the key.',
    example: {
      template: '{{"what do ya want for nothing?" | hmac_sha256("Jefe")}}',
      result: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    },
  },
};
