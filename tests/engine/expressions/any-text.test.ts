import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, listReferences, parseExpression, renameRoot } from '#engine';
import { codeOf, expectPlain, guardPrototypes, attackedScope as scope } from '../../support/expressions.js';

guardPrototypes();

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
          const code = codeOf(() => evaluateTemplate([text], scope));
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
