import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JsonSchema, JsonValue } from '../../src/engine/index.js';
import { createAjvValidator } from '../../src/forms/ajv-validator.js';
import { createCspSafeValidator } from '../../src/forms/csp-safe-validator.js';
import { englishFormStrings } from '../../src/forms/form-strings.js';
import { issueMessage, issuePath } from '../../src/forms/issue-message.js';
import { toRjsfValidator } from '../../src/forms/rjsf-validator.js';
import { validateTemplate } from '../../src/forms/validate-template.js';

const order: JsonSchema = {
  type: 'object',
  required: ['email', 'lines'],
  additionalProperties: false,
  properties: {
    email: { type: 'string', format: 'email' },
    name: { type: 'string', minLength: 3, maxLength: 5 },
    code: { type: 'string', pattern: '^[A-Z]+$' },
    amount: { type: 'number', minimum: 1, maximum: 9 },
    count: { type: 'integer', multipleOf: 2 },
    kind: { enum: ['a', 'b'] },
    site: { $ref: '#/definitions/site' },
    lines: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'object', required: ['sku'] } },
    pay: {
      oneOf: [
        { type: 'object', required: ['card'], properties: { card: { type: 'string' } } },
        { type: 'object', required: ['iban'], properties: { iban: { type: 'string' } } },
      ],
    },
  },
  definitions: { site: { type: 'string', format: 'uri' } },
};
const good: JsonValue = { email: 'ada@example.com', lines: [{ sku: 'a' }] };

describe.each([
  ['Ajv', createAjvValidator],
  ['the validator that needs no eval', createCspSafeValidator],
])('%s', (_, create) => {
  const validator = create();
  const said = (value: JsonValue, schema = order) =>
    validateTemplate(validator, schema, value).issues.map(
      (issue) => `${issuePath(issue).join('.')}: ${issueMessage(issue, englishFormStrings)}`,
    );
  const withFields = (fields: Record<string, JsonValue>) => said({ ...Object(good), ...fields });

  test('says nothing on the console of formats that it doesn’t know', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    expect(said('x', { type: 'string', format: 'textarea' })).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
  });

  test('finds nothing wrong with a value that fits', () => {
    expect(said(good)).toEqual([]);
  });

  test.each<[Record<string, JsonValue>, string]>([
    [{ email: 'ada' }, 'email: Enter an e-mail address'],
    [{ name: 'ab' }, 'name: At least 3 characters'],
    [{ name: 'abcdef' }, 'name: At most 5 characters'],
    [{ code: 'ab' }, 'code: Has to match the pattern ^[A-Z]+$'],
    [{ amount: 0 }, 'amount: At least 1'],
    [{ amount: 10 }, 'amount: At most 9'],
    [{ amount: 'x' }, 'amount: Enter a number'],
    [{ count: 3 }, 'count: A multiple of 2'],
    [{ kind: 'c' }, 'kind: Choose one of the options'],
    [{ site: 'no site' }, 'site: Enter a web address, like https://example.com'],
    [{ lines: [] }, 'lines: Add at least 1 item'],
    [{ lines: [{}] }, 'lines.0.sku: Fill this in'],
    [{ lines: [{ sku: 1 }, { sku: 1 }] }, 'lines: Each item may be there only once'],
  ])('says of %j: %s', (fields, sentence) => {
    expect(withFields(fields)).toEqual([sentence]);
  });

  test('puts a missing property at its own place', () => {
    expect(said({}).sort()).toEqual(['email: Fill this in', 'lines: Fill this in']);
  });

  test('names a field that may not be there', () => {
    expect(withFields({ odd: 1 })).toEqual([': There is no field named odd here; remove it']);
  });

  test('a text with an expression breaks no rule of its own', () => {
    expect(
      withFields({
        email: '{{a.b}}',
        amount: '{{a.n}}',
        kind: 'x{{a.k}}',
        lines: '{{a.l}}',
        name: '{{a.b}}',
      }),
    ).toEqual([]);
    expect(withFields({ lines: ['{{a.line}}'] })).toEqual([]);
  });

  test('a literal beside an expression is still checked', () => {
    expect(withFields({ email: '{{a.b}}', amount: 10 })).toEqual(['amount: At most 9']);
  });

  test('a rule about a whole that holds an expression is left open', () => {
    expect(withFields({ lines: [{ sku: '{{a.x}}' }, { sku: '{{a.x}}' }] })).toEqual([]);
    expect(withFields({ pay: { card: '{{a.card}}', iban: 3 } })).toEqual([]);
  });

  test('where no branch fits, what the branches miss is said further in', () => {
    expect(withFields({ pay: {} }).sort()).toEqual(['pay.card: Fill this in', 'pay.iban: Fill this in']);
    expect(withFields({ pay: 3 })).toEqual(['pay: This fits none of the kinds it can be']);
  });

  test('refuses a schema it cannot read with a sentence', () => {
    const { failure } = validateTemplate(validator, { type: 'string', pattern: '[' }, 'x');
    expect(failure).toMatch(/^The form's schema can't be read, so values aren't checked: /);
  });

  test('tells rjsf which branch a value fits, with the $refs of the root', () => {
    const rjsf = toRjsfValidator(validator);
    const branch = { type: 'object' as const, properties: { site: { $ref: '#/definitions/site' } } };
    expect(rjsf.isValid(branch, { site: 'https://a.example' }, Object(order))).toBe(true);
    expect(rjsf.isValid(branch, { site: 'no' }, Object(order))).toBe(false);
    expect(rjsf.isValid(branch, { site: '{{a.site}}' }, Object(order))).toBe(true);
  });
});

describe('under a content security policy without unsafe-eval', () => {
  const blocked = (run: () => void) => {
    const original = globalThis.Function;
    const refuse = new Proxy(original, {
      apply: () => {
        throw new EvalError(
          "Refused to evaluate a string as JavaScript because 'unsafe-eval' is not allowed",
        );
      },
      construct: () => {
        throw new EvalError(
          "Refused to evaluate a string as JavaScript because 'unsafe-eval' is not allowed",
        );
      },
    });
    globalThis.Function = refuse;
    try {
      run();
    } finally {
      globalThis.Function = original;
    }
  };

  test('Ajv refuses with a sentence that names the way out', () => {
    const validator = createAjvValidator();
    blocked(() => {
      expect(validator.validate(order, good)).toEqual({
        ok: false,
        reason: expect.stringContaining('createCspSafeValidator'),
      });
    });
  });

  test('the validator that needs no eval works', () => {
    const validator = createCspSafeValidator();
    blocked(() => {
      expect(validator.validate(order, good)).toEqual({ ok: true, issues: [] });
      expect(validator.validate(order, {})).toMatchObject({ ok: true, issues: [{}, {}] });
    });
  });
});
