import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  compileTemplate,
  ExpressionError,
  type ExpressionErrorCode,
  evaluateTemplate,
  expressionFunctions,
  type JsonValue,
  listReferences,
  parseExpression,
  renameRoot,
  runGraph,
} from '#engine';
import { createHost, graph } from '../../support/engine.js';

const prototypes = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
];
const namesOf = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).sort());
const namesBefore = namesOf();

afterEach(() => {
  expect(namesOf()).toEqual(namesBefore);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

const scope = {
  step_1: { user: { id: 7, name: 'Ada' }, items: [{ id: 1 }, { id: 2 }], text: 'abc' },
  input: { payload: '{{step_1.user.id}}', key: '__proto__' },
};
/** Own members with the names that matter, as JSON can bring them. */
const hostile: JsonValue = JSON.parse(
  '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 2}}, "toString": "t", "id": 3}',
);
const PROTOTYPE_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
];

function codeOf(run: () => unknown): ExpressionErrorCode | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

const codeOfTemplate = (template: JsonValue) => codeOf(() => evaluateTemplate(template, scope));

describe('names of prototypes', () => {
  it.each(PROTOTYPE_KEYS)('[T7] %s is no root, no member, no item and no function', (key) => {
    expect(codeOfTemplate(`{{${key}}}`)).toBe('unknown_root');
    expect(codeOfTemplate(`{{${key}.a}}`)).toBe('unknown_root');
    for (const path of [`step_1.${key}`, `step_1['${key}']`, `step_1.items.${key}`, `step_1.text.${key}`]) {
      expect(codeOfTemplate(`{{${path}}}`)).toBe('missing');
      expect(codeOfTemplate(`{{${path}.${key}.x}}`)).toBe('missing');
      expect(evaluateTemplate(`{{${path} | default("none")}}`, scope)).toBe('none');
    }
    expect(codeOfTemplate(`{{step_1.text | ${key}}}`)).toBe('unknown_function');
    expect(codeOfTemplate(`{{step_1.text | ${key}("x")}}`)).toBe('unknown_function');
  });

  it.each(PROTOTYPE_KEYS)('[T7] %s matches nothing in a path with many matches', (key) => {
    for (const path of [`..${key}`, `['${key}', '${key}']`, `[?@.${key}]`, `[?@['${key}'] == @.x.y]..id`]) {
      expect(evaluateTemplate(`{{input${path}}}`, { input: [[], 'text', {}] })).toEqual([]);
    }
  });

  it.each(PROTOTYPE_KEYS)('[T7] %s does no harm as an argument of any function', (key) => {
    for (const { name } of expressionFunctions) {
      for (const args of [
        `"${key}"`,
        `"${key}", "${key}"`,
        `{"${key}": {"polluted": 1}}`,
        `["${key}"]`,
        'input.hostile',
      ]) {
        for (const value of ['hostile', 'list', 'text']) {
          const template = `{{input.${value} | ${name}(${args})}}`;
          const input = { hostile, list: [hostile, { [key]: 'x' }, { id: key }], text: key };
          let result: JsonValue;
          try {
            result = evaluateTemplate(template, { input });
          } catch (error) {
            expect(error, template).toBeInstanceOf(ExpressionError);
            continue;
          }
          expectPlain(result, template);
        }
      }
    }
  });

  it('[T7] as keys of a template they are keys', () => {
    const result = evaluateTemplate(
      JSON.parse('{"__proto__": {"polluted": "{{input.key}}"}, "constructor": "{{input.key}}"}'),
      scope,
    );
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":"__proto__"},"constructor":"__proto__"}');
    expectPlain(result, 'template');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('[T7] a scope without a prototype, and one that has those names, are read alike', () => {
    const bare = Object.assign(Object.create(null), { step_1: 1 });
    expect(evaluateTemplate('{{step_1}}', bare)).toBe(1);
    expect(codeOf(() => evaluateTemplate('{{toString}}', bare))).toBe('unknown_root');
    expect(evaluateTemplate('{{constructor.id}}', { constructor: { id: 1 } } as never)).toBe(1);
    expect(evaluateTemplate('{{input.__proto__.polluted}}', { input: hostile })).toBe(1);
    expect(evaluateTemplate('{{input..polluted}}', { input: hostile })).toEqual([1, 2]);
  });

  it('[T13] renaming to and from them changes text and nothing else', () => {
    const template = JSON.parse('{"__proto__": "{{__proto__.x}} {{a}}", "constructor": ["{{constructor}}"]}');
    const renamed = renameRoot(renameRoot(template, '__proto__', 'b'), 'constructor', '__proto__');
    expect(JSON.stringify(renamed)).toBe('{"__proto__":"{{b.x}} {{a}}","constructor":["{{__proto__}}"]}');
  });
});

describe('code', () => {
  it.each([
    '{{step_1.user()}}',
    '{{step_1.user.toString()}}',
    '{{step_1.items[0]()}}',
    '{{step_1.items.map(x => x)}}',
    '{{(1)}}',
    '{{step_1 = 1}}',
    '{{step_1.user.id = 1}}',
    '{{step_1.user.id += 1}}',
    '{{step_1.user.id++}}',
    '{{step_1; step_1}}',
    '{{new Date}}',
    '{{new Function("return 1")()}}',
    '{{function(){return 1}()}}',
    '{{() => 1}}',
    '{{`step_1`}}',
    '{{step_1 ? 1 : 2}}',
    '{{step_1 && step_1}}',
    '{{step_1 || step_1}}',
    '{{!step_1}}',
    '{{1 + 1}}',
    '{{1/0}}',
    '{{step_1?.user}}',
    '{{step_1[step_1.user]}}',
    '{{step_1[(0)]}}',
    '{{step_1[@.length-1]}}',
    '{{step_1.items[?(alert(1))]}}',
    '{{step_1.items[?@.constructor.constructor("return 1")()]}}',
    '{{step_1.items[?@.id == eval("1")]}}',
    '{{step_1.items[?@.id = 1]}}',
    '{{step_1.items[?@["id"]()]}}',
    '{{/a+/}}',
    '{{step_1.text | replace(/a/, "b")}}',
    '{{step_1.text | upper | (lower)}}',
    '{{step_1.text | upper(lower)()}}',
    '{{step_1.text | upper()()}}',
    '{{<script>}}',
    '{{#if step_1}}',
    '{{> partial}}',
    '{{! comment }}',
    '{{&step_1}}',
    '{{{step_1}}}',
    '{{= <% %> =}}',
    '{{...step_1}}',
    '{{[...step_1]}}',
    '{{[step_1]}}',
    '{{ {"a": step_1} }}',
    '{{ {a: 1} }}',
    '{{0x10}}',
    '{{1_000}}',
    '{{.5}}',
    '{{+1}}',
    '{{NaN}}',
    '{{Infinity}}',
    '{{-Infinity}}',
    '{{undefined}}',
    '{{this}}',
    '{{this.constructor}}',
    '{{globalThis.process}}',
    '{{process.env}}',
    '{{window}}',
    '{{self}}',
    '{{require("fs")}}',
    '{{import("fs")}}',
    '{{arguments[0]}}',
    '{{Object.prototype}}',
    '{{$}}',
    '{{@}}',
    '{{$.step_1}}',
    '{{step_1.text | globalThis}}',
    '{{step_1.text | eval}}',
    '{{step_1.text | Function("return 1")}}',
  ])('[T7] %s is refused', (template) => {
    expect(codeOfTemplate(template)).toMatch(/^(syntax|unknown_root|unknown_function)$/);
  });
});

describe('braces', () => {
  it.each<[string, JsonValue | ExpressionErrorCode]>([
    ['{{{{a}}}}', 'syntax'],
    ['{{ {{a}} }}', 'syntax'],
    ['{{{{', 'syntax'],
    ['{{{', 'syntax'],
    ['{{{}}}', {}],
    ['{{}}', 'syntax'],
    ['{{a}}}}', '1}}'],
    ['{{a}}{{', 'syntax'],
    ['{{a}', 'syntax'],
    ['{{a} }', 'syntax'],
    ['{ {a}}', '{ {a}}'],
    ['}}{{a}}', '}}1'],
    ['{{a}}{{a}}', '11'],
    ['\\{{a}}', '{{a}}'],
    ['\\\\{{a}}', '\\{{a}}'],
    ['\\{{{a}}', '{{{a}}'],
    ['\\{\\{a}}', '\\{\\{a}}'],
    ['\\{{{{a}}', '{{1'],
    ['{{"}}"}}', '}}'],
    ['{{"{{a}}"}}', '{{a}}'],
    [`{{'}}' | default("{{")}}`, '}}'],
    ['{{ {"}}": "{{"} | keys | first }}', '}}'],
    ['{{b["}}"]}}', 2],
    [`{{b[?@ == "}}"]}}`, []],
  ])('[T3] %s', (template, expected) => {
    const data = { a: 1, b: { '}}': 2 } };
    const isError = expected === 'syntax';
    if (isError) expect(codeOf(() => evaluateTemplate(template, data))).toBe('syntax');
    else expect(evaluateTemplate(template, data)).toEqual(expected);
  });
});

describe('values that look like templates', () => {
  const nested = '{{step_1.user.id}}';

  it('[T2] are never rendered: not in text, lists, objects or after functions', () => {
    expect(evaluateTemplate('{{input.payload}}', scope)).toBe(nested);
    expect(evaluateTemplate('a {{input.payload}} b', scope)).toBe(`a ${nested} b`);
    expect(evaluateTemplate(['{{input}}'], scope)).toEqual([scope.input]);
    expect(evaluateTemplate('{{input.payload | trim | default("x")}}', scope)).toBe(nested);
    expect(evaluateTemplate('{{input | json | parse_json}}', scope)).toEqual(scope.input);
    expect(evaluateTemplate("{{'{' }}{{'{step_1.user.id}}'}}", scope)).toBe(nested);
    expect(evaluateTemplate(evaluateTemplate('\\{{input.key}}', scope), scope)).toBe('__proto__');
  });

  it('[T3] keys are never rendered', () => {
    expect(evaluateTemplate({ [nested]: '{{step_1.user.id}}' }, scope)).toEqual({ [nested]: 7 });
  });

  it('[Q1] nor are they in URLs, query, headers and bodies', async () => {
    const host = createHost();
    const request = {
      method: 'POST' as const,
      url: 'http://a.test/{{input.payload}}',
      query: { q: '{{input.payload}}' },
      headers: { 'x-a': '{{input.payload}}' },
      body: { type: 'json' as const, value: { b: '{{input.payload}}' } },
    };
    await runGraph({ graph: graph('a', { a: { request } }), input: scope.input, ports: host.ports }).result;
    const sent = host.sent[0]?.request;
    expect(decodeURIComponent(sent?.url ?? '')).toBe(`http://a.test/${nested}?q=${nested}`);
    expect(sent?.headers['x-a']).toBe(nested);
    expect(sent?.body).toBe(JSON.stringify({ b: nested }));
  });
});

describe('text that is as long as it may be', () => {
  const full = (unit: string) => unit.repeat(Math.floor(65_536 / unit.length));
  const units = [
    '{{',
    '}}',
    '\\{{',
    '{{a}}',
    '{{a',
    '{',
    '\\',
    ' ',
    '|',
    '[',
    '(',
    '"',
    "'",
    '.',
    '?',
    '!',
    '-',
    '0',
    '\0',
    '😀',
  ];
  const starts = [
    '',
    '{{',
    '{{a',
    '{{a.',
    '{{a[',
    '{{a[?',
    '{{a[?@',
    '{{a[?(',
    '{{a[?!',
    '{{a[?@==',
    '{{a|f(',
    '{{"',
    '{{[',
    '{{{"a":',
    '{{1',
  ];

  it.each(starts)('[T11] %j and then anything is read or refused', (start) => {
    for (const unit of units) {
      for (const end of ['', '}}', ']}}', '"]}}', ')}}']) {
        const text = start + full(unit).slice(0, 65_536 - start.length - end.length) + end;
        expect(String(codeOf(() => compileTemplate(text)))).toMatch(
          /^(undefined|syntax|limit|unknown_function)$/,
        );
      }
    }
  });

  it.each([
    `{{a[${'?@['.repeat(21_000)}`,
    `{{a[?${'length('.repeat(9_000)}`,
    `{{a[?${'!('.repeat(30_000)}`,
    `{{a${'[?@'.repeat(60)}${'.b'.repeat(20_000)}`,
    `{{${'[{"a":'.repeat(10_000)}`,
    `{{a[?match(@, "${'('.repeat(60_000)}")]}}`,
  ])('[T11] %.20s… is no deeper than the stack', (text) => {
    expect(codeOf(() => compileTemplate(text))).toMatch(/^(syntax|limit)$/);
  });
});

describe('odd characters', () => {
  it.each([
    ['a byte order mark', '{{\ufeffinput}}'],
    ['a zero-width space', '{{\u200binput}}'],
    ['a zero-width joiner', '{{in\u200dput}}'],
    ['a right-to-left override', '{{\u202einput}}'],
    ['a no-break space', '{{\u00a0input}}'],
    ['a line separator', '{{input\u2028}}'],
    ['a NUL', '{{input\0}}'],
    ['a form feed', '{{\finput}}'],
    ['a lone surrogate', '{{input\ud800}}'],
    ['a lone surrogate in a name', '{{input.a\ud800}}'],
    ['a lone surrogate in quotes', '{{input["\udc00"]}}'],
    ['a NUL in quotes', '{{input["\0"]}}'],
    ['full-width braces inside', '{{input}\uff5d'],
    ['a combining mark', '{{input\u0301}}'],
    ['a full-width dot', '{{input\uff0ekey}}'],
    ['a Cyrillic letter', '{{inp\u0443t}}'],
    ['a dotless i', '{{\u0131nput}}'],
    ['a soft hyphen', '{{in\u00adput}}'],
  ])('[T10] %s is no part of an expression', (_name, template) => {
    expect(codeOfTemplate(template)).toBe('syntax');
  });

  it('[T3] outside of braces they are text', () => {
    for (const text of ['\uff5b\uff5binput\uff5d\uff5d', '{\u200b{input}}', '\ud800', '\0', '\ufeff']) {
      expect(evaluateTemplate(text, scope)).toBe(text);
      expect(evaluateTemplate(`${text}{{input.key}}`, scope)).toBe(`${text}__proto__`);
    }
  });

  it('[T7] names that look alike are different names', () => {
    const input = { key: 1, 'k\u0435y': 2, 'key\u200b': 3, 'e\u0301': 4, '\u00e9': 5 };
    expect(evaluateTemplate('{{input.key}}', { input })).toBe(1);
    expect(evaluateTemplate('{{input.k\u0435y}}', { input })).toBe(2);
    expect(evaluateTemplate('{{input.key\u200b}}', { input })).toBe(3);
    expect(evaluateTemplate('{{input.e\u0301}}', { input })).toBe(4);
    expect(evaluateTemplate('{{input.\u00e9}}', { input })).toBe(5);
  });
});

describe('numbers', () => {
  it.each([
    '{{1e400}}',
    '{{-1e400}}',
    `{{${'9'.repeat(400)}}}`,
    '{{a[9007199254740992]}}',
    '{{a[-9007199254740992]}}',
    `{{a[${'9'.repeat(60_000)}]}}`,
    '{{a[0:9007199254740992]}}',
    '{{a[?@ == 1e999]}}',
    '{{a[1e3]}}',
    '{{a[?@ == 01]}}',
  ])('[T8] %.40s is refused', (template) => {
    expect(codeOf(() => evaluateTemplate(template, { a: [1] }))).toBe('syntax');
  });

  it.each<[string, JsonValue]>([
    ['{{9007199254740993}}', 9007199254740992],
    ['{{1e-400}}', 0],
    ['{{5e-324}}', 5e-324],
    [`{{0.${'0'.repeat(400)}1}}`, 0],
    ['{{a[9007199254740991] | default("none")}}', 'none'],
    ['{{a[-9007199254740991] | default("none")}}', 'none'],
    ['{{a[::9007199254740991]}}', [1]],
    ['{{a[?@ == 1.0000000000000000000000000001]}}', [1]],
  ])('[T8] %.40s is a number like any other', (template, expected) => {
    expect(evaluateTemplate(template, { a: [1] })).toEqual(expected);
  });
});

describe('any text', () => {
  const words = [
    ...[
      '{{',
      '}}',
      '\\{{',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '"',
      "'",
      '\\',
      '|',
      '||',
      '&&',
      '..',
      '.',
      ',',
      ':',
      '*',
      '?',
      '@',
      '$',
    ],
    ...[
      '==',
      '!=',
      '<',
      '!',
      '-',
      '0',
      '1',
      '9007199254740993',
      '1e9',
      'a',
      'step_1',
      'input',
      'workspace',
      '__proto__',
    ],
    ...[
      'match(',
      'search(',
      'length(',
      'count(',
      'value(',
      'default(',
      '| json',
      '| merge(',
      '| upper',
      'true',
      'null',
    ],
    ...[' ', '\n', '\0', 'é', '😀', '\ud800', '\udc00', '\u202e', '\\u0041', '\\ud83d'],
  ];
  const bytes = fc.uint8Array({ maxLength: 60 }).map((codes) => String.fromCharCode(...codes));
  const grammar = fc.array(fc.constantFrom(...words), { maxLength: 24 }).map((parts) => parts.join(''));
  const valid = fc.constantFrom<string[]>(
    '{{step_1.items[?@.id > 1 && match(@.id, "a+")].id | default([1, {"a": "b"}]) | json}}',
    "x {{ step_1['user'][\"name\"] | replace('a', input.key) | upper }} \\{{ {{input..payload}}",
    '{{step_1.items[0:-1:2, ?count($..*) != length(@.id)] | first | merge({"__proto__": null})}}',
  );
  const mutated = fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(90), fc.nat(3), fc.constantFrom('', ...words)), { maxLength: 4 }))
    .map(([text, edits]) =>
      edits.reduce(
        (result, [at, length, word]) => result.slice(0, at) + word + result.slice(at + length),
        text,
      ),
    );
  const anyText = fc.oneof(bytes, grammar, mutated, fc.string({ unit: 'binary', maxLength: 40 }));

  it.each([0, 1, 2, 3, 4])(
    '[T10] gives a value or an ExpressionError, and nothing else (seed %i)',
    (seed) => {
      fc.assert(
        fc.property(anyText, (text) => {
          expect(codeOf(() => parseExpression(text))).not.toBe('');
          const code = codeOfTemplate([text]);
          if (code === undefined) expectPlain(evaluateTemplate([text], scope), text);
        }),
        { seed, numRuns: 4_000 },
      );
    },
  );

  it.each([0, 1, 2])('[T12] has references that are where they say (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { position, text: written, root } of listReferences(text)) {
          expect(text.slice(position.start, position.end)).toBe(written);
          const { operand } = parseExpression(written);
          expect(operand).toMatchObject({ type: 'reference', root, text: written, start: 0 });
        }
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it.each([0, 1, 2])('[T13] is what it was after a root is renamed to itself (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('step_1', 'input', 'a', '__proto__'), (text, root) => {
        expect(renameRoot(text, root, root)).toBe(text);
        expect(renameRoot([text], root, root)).toEqual([text]);
      }),
      { seed, numRuns: 2_000 },
    );
  });
});

/** JSON with the prototypes that JSON has, and nothing that was inherited from another. */
function expectPlain(value: JsonValue, about: string): void {
  if (typeof value !== 'object' || value === null) {
    expect(['string', 'number', 'boolean', 'object'], about).toContain(typeof value);
    return;
  }
  expect(Object.getPrototypeOf(value), about).toBe(Array.isArray(value) ? Array.prototype : Object.prototype);
  for (const item of Object.values(value)) expectPlain(item, about);
}
