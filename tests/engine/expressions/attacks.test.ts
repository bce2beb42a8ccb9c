import { describe, expect, it } from 'vitest';
import {
  ExpressionError,
  type ExpressionErrorCode,
  evaluateTemplate,
  expressionFunctions,
  type JsonValue,
  renameRoot,
  runGraph,
} from '#engine';
import { createHost, graph } from '../../support/engine.js';
import { codeOf, expectPlain, guardPrototypes, attackedScope as scope } from '../../support/expressions.js';

guardPrototypes();

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
