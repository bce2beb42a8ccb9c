import { describe, expect, test } from 'vitest';
import {
  containsExpression,
  hasExpression,
  insertExpression,
  openExpressionAt,
  toTemplateText,
  wholeExpression,
  writtenTemplate,
} from '../../src/forms/template-text.js';

describe('texts that hold expressions', () => {
  test('a literal \\{{ is none', () => {
    expect(hasExpression('a {{b}}')).toBe(true);
    expect(hasExpression('\\{{b}}')).toBe(false);
    expect(hasExpression(3)).toBe(false);
    expect(containsExpression({ a: [{ b: 'x {{step_1.y}}' }] })).toBe(true);
    expect(containsExpression({ a: ['{b}'] })).toBe(false);
  });

  test('a whole expression is one pair of braces around something that can be read', () => {
    expect(wholeExpression('{{ step_1.id }}')).toBe('step_1.id');
    expect(wholeExpression('{{step_1.name | upper}}')).toBe('step_1.name | upper');
    expect(wholeExpression('{{a.b}}{{c.d}}')).toBeUndefined();
    expect(wholeExpression('x {{a.b}}')).toBeUndefined();
    expect(wholeExpression('{{step_1.}}')).toBeUndefined();
  });

  test('a bare expression gets its braces, a text that has some keeps them', () => {
    expect(toTemplateText(' step_1.id ')).toBe('{{step_1.id}}');
    expect(toTemplateText('Hi {{step_1.name}}')).toBe('Hi {{step_1.name}}');
  });

  test('an expression is open between {{ and the caret until it is closed or piped', () => {
    expect(openExpressionAt('Hi {{ste', 8)).toEqual({ start: 3, query: 'ste' });
    expect(openExpressionAt('Hi {{ste}} you', 14)).toBeUndefined();
    expect(openExpressionAt('{{step_1.id | ', 14)).toBeUndefined();
    expect(openExpressionAt('\\{{ste', 6)).toBeUndefined();
    expect(openExpressionAt('Hi', 2)).toBeUndefined();
  });

  test('what is inserted takes the place of what was being written, closing braces included', () => {
    expect(insertExpression('Hi {{na, bye', 7, 'step_1.name')).toEqual({
      text: 'Hi {{step_1.name}}, bye',
      caret: 18,
    });
    expect(insertExpression('{{na}}!', 4, 'step_1.name')).toEqual({ text: '{{step_1.name}}!', caret: 15 });
    expect(insertExpression('ab', 1, 'x.y')).toEqual({ text: 'a{{x.y}}b', caret: 8 });
  });
});

describe('what was written in a field for references', () => {
  const isKnown = (expression: string) => expression.startsWith('step_1');

  test.each([
    ['step_1.name', '{{step_1.name}}'],
    ['{{stp_1.name}}', '{{stp_1.name}}'],
    ['{{step_1.name', '{{step_1.name}}'],
    ['Hi {{step_1.name | upper}} and', 'Hi {{step_1.name | upper}} and'],
    ['{{a}} and {{b}}', '{{a}} and {{b}}'],
  ])('%s takes the place of what stood there', (text, expected) => {
    expect(writtenTemplate(text, undefined, isKnown)).toBe(expected);
    expect(writtenTemplate(text, '{{input.id}}', isKnown)).toBe(expected);
  });

  test('other text stands beside a reference, and is an expression alone', () => {
    expect(writtenTemplate(' and more', '{{input.id}}', isKnown)).toBe('{{input.id}} and more');
    expect(writtenTemplate('mail.x', undefined, isKnown)).toBe('{{mail.x}}');
  });

  test('a word alone was looked for, unless it is the name of something', () => {
    expect(writtenTemplate('mail', '{{input.id}}', isKnown)).toBeUndefined();
    expect(writtenTemplate('mail', undefined, isKnown)).toBeUndefined();
    expect(writtenTemplate('step_1', undefined, isKnown)).toBe('{{step_1}}');
  });
});
