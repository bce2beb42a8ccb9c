import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, evaluateTemplate, type JsonValue } from '#engine';
import { errorOf } from '../../support/expressions.js';

const scope = {
  step_1: {
    user: { id: 7, email: 'ada@example.com', name: 'Ada' },
    items: [
      { id: 1, price: 5 },
      { id: 2, price: 15 },
      { id: 3, price: 25 },
    ],
    'odd key': true,
    empty: null,
    list: [],
  },
  skipped: undefined,
  input: { userId: 7, flag: false },
};

const evaluationError = (template: JsonValue) => errorOf(() => evaluateTemplate(template, scope));

describe('holes', () => {
  it.each<[string, JsonValue]>([
    ['{{step_1.user.id}}', 7],
    ['{{ input.flag }}', false],
    ['{{step_1.empty}}', null],
    ['{{step_1.user}}', scope.step_1.user],
    ["{{step_1['odd key']}}", true],
    ['{{step_1["odd key"]}}', true],
    ['{{step_1.items[0].id}}', 1],
    ['{{step_1.items[-1].id}}', 3],
    ['{{step_1 .items [ 0 ] .id}}', 1],
    ['{{"text"}}', 'text'],
  ])('[T1] %s keeps its type', (template, expected) => {
    expect(evaluateTemplate(template, scope)).toEqual(expected);
  });

  it('[T2] a hole in other text is written as text, compact JSON or nothing', () => {
    const template =
      'a {{step_1.user.name}} b {{input.userId}} {{input.flag}} {{step_1.items[0]}} [{{step_1.empty}}]';
    expect(evaluateTemplate(template, scope)).toBe('a Ada b 7 false {"id":1,"price":5} []');
  });

  it('[T1] a value keeps its type in lists and objects too, null among them', () => {
    const template = [
      '{{step_1.empty}}',
      { a: '{{step_1.empty}}', b: ['{{input.flag}}', null] },
      'x{{step_1.empty}}',
    ];
    expect(evaluateTemplate(template, scope)).toEqual([null, { a: null, b: [false, null] }, 'x']);
  });

  it('[T3] a backslash before braces makes them text', () => {
    expect(evaluateTemplate('\\{{step_1.x}} and {{input.userId}}', scope)).toBe('{{step_1.x}} and 7');
    expect(evaluateTemplate('{{input.userId}}\\{{', scope)).toBe('7{{');
    expect(evaluateTemplate('a } b }} { c', scope)).toBe('a } b }} { c');
  });

  it('[T8] literals are JSON with either kind of quotes', () => {
    expect(
      evaluateTemplate(`{{ {'a': [1, -2.5e1, true, null], "b": 'it\\'s \\u00e9 \\ud83d\\ude00'} }}`, {}),
    ).toEqual({
      a: [1, -25, true, null],
      b: "it's é 😀",
    });
    expect(evaluateTemplate('{{{"a":{"b":{}}}}}', {})).toEqual({ a: { b: {} } });
  });

  it.each<[string, JsonValue[]]>([
    ['{{step_1.items[*].id}}', [1, 2, 3]],
    ['{{step_1.items[?@.price < 10].id}}', [1]],
    ['{{step_1.items[?@.price > 10 && @.id != 3].id}}', [2]],
    ['{{step_1.items[1:].id}}', [2, 3]],
    ['{{step_1.items[0,2].id}}', [1, 3]],
    ['{{step_1..price}}', [5, 15, 25]],
    ['{{step_1.user.*}}', [7, 'ada@example.com', 'Ada']],
    ['{{step_1.list[*]}}', []],
    ["{{step_1.items[?@['id'] == 2].price}}", [15]],
    ['{{step_1.nothing[*]}}', []],
  ])('[T4] %s gives the list of matches', (template, expected) => {
    expect(evaluateTemplate(template, scope)).toEqual(expected);
  });

  it('[T4] pipes go on after a path with many matches', () => {
    expect(evaluateTemplate('{{step_1.items[?@.price >= 15].price | sum}}', scope)).toBe(40);
  });
});

describe('what is missing', () => {
  it.each([
    ['{{step_1.user.emial}}', "step_1.user has no 'emial'; it has 'email', 'id', 'name'."],
    ['{{step_1.items[9]}}', 'step_1.items has no item 9; it has 3, from 0 to 2.'],
    ['{{step_1.items[-4]}}', 'step_1.items has no item -4; it has 3, from 0 to 2.'],
    ['{{step_1.list[0]}}', 'step_1.list is an empty list; it has no item 0.'],
    [
      '{{step_1.items.id}}',
      "step_1.items is a list, so it has no 'id'. Use step_1.items[0] or step_1.items[*].",
    ],
    ['{{step_1.items.length}}', "step_1.items is a list, so it has no 'length'. Use step_1.items | length."],
    ['{{step_1.user.name.first}}', `step_1.user.name has no 'first'; it is the text "Ada".`],
    ['{{skipped.id}}', "skipped has no output: it was skipped or failed. Add | default(…) if it's optional."],
  ])('[T5] %s says what is there instead', (template, message) => {
    const error = evaluationError({ body: [template] });
    expect(error).toMatchObject({
      code: 'missing',
      message,
      place: 'body[0]',
      reference: template.slice(2, -2),
    });
  });

  it('[T5] the nearest thing is suggested as it would be written', () => {
    expect(evaluationError('{{step_1.user.emial}}').suggestion).toBe('step_1.user.email');
    expect(evaluationError('{{stp_1.user}}')).toMatchObject({
      code: 'unknown_root',
      suggestion: 'step_1.user',
    });
  });

  it.each<[string, JsonValue]>([
    ['{{step_1.nope | default("x")}}', 'x'],
    ['{{step_1.empty | default("x")}}', 'x'],
    ['{{step_1.user.name | default("x")}}', 'Ada'],
    ['{{input.flag | default(true)}}', false],
    ['{{skipped.a.b | default("x")}}', 'x'],
    ['{{step_1.nope | upper | default("x")}}', 'x'],
    ['{{step_1.nope | default("x") | upper}}', 'X'],
    ['{{step_1.nope | default(step_1.user.id)}}', 7],
    ['{{step_1.nope | default(step_1.never) | default(1)}}', 1],
    ['{{step_1.user.name | default(step_1.never)}}', 'Ada'],
  ])('[T6] %s', (template, expected) => {
    expect(evaluateTemplate(template, scope)).toBe(expected);
  });

  it('[T6] default takes up neither a misspelt root nor a missing fallback', () => {
    expect(evaluationError('{{nope.x | default(1)}}').code).toBe('unknown_root');
    expect(evaluationError('{{step_1.empty | default(step_1.b)}}')).toMatchObject({
      code: 'missing',
      reference: 'step_1.b',
    });
    expect(evaluationError('{{step_1.a | default(step_1.b)}}')).toMatchObject({
      code: 'missing',
      reference: 'step_1.b',
    });
  });
});

describe('compiled templates', () => {
  it('[T15] are made once for an object and a place', () => {
    const template = { a: '{{input.userId}}' };
    expect(compileTemplate(template)).toBe(compileTemplate(template));
    expect(compileTemplate(template, 'input')).not.toBe(compileTemplate(template));
  });

  it('[T15] share what has no holes, and whole values that a hole stands for', () => {
    const fixed = { deep: [1, 2] };
    const result = evaluateTemplate({ fixed, user: '{{step_1.user}}' }, scope) as {
      fixed: unknown;
      user: unknown;
    };
    expect(result.fixed).toBe(fixed);
    expect(result.user).toBe(scope.step_1.user);
  });

  it.each([0, 1])('[T3] text without holes is given back as it is (seed %i)', (seed) => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const template = JSON.parse(JSON.stringify(value).replaceAll('{{', '{'));
        expect(evaluateTemplate(template, {})).toBe(template);
      }),
      { seed },
    );
  });
});
