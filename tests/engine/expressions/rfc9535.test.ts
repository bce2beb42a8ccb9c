import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExpressionError, evaluateTemplate, type JsonValue, parseExpression } from '#engine';
import { errorOf } from '../../support/expressions.js';

/**
 * The cases are facts from the JSONPath Compliance Test Suite (BSD-2-Clause), commit
 * 9d1a415a53f5dfb291bc874823892e49174e38eb of jsonpath-standard/jsonpath-compliance-test-suite, all 706.
 */
const chapters = ['basic', 'filter', 'index', 'name', 'slice', 'functions', 'whitespace'] as const;

type Case = { path: string } & (
  | { invalid: true }
  | { data: JsonValue; result: JsonValue[] }
  | { data: JsonValue; oneOf: JsonValue[][] }
);

/** White space around an expression belongs to the braces, so these two are no mistakes here. */
const inexpressible = [' $', '$ '];

const cases = chapters.flatMap((chapter) =>
  readCases(chapter).map((item) => [`${chapter} ${JSON.stringify(item.path)}`, item] as const),
);
const expressible = cases.filter(([, { path }]) => !inexpressible.includes(path));

describe('the JSONPath Compliance Test Suite', () => {
  it('[T4] is here as a whole', () => {
    expect(cases).toHaveLength(706);
    expect(cases.filter(([, item]) => 'invalid' in item)).toHaveLength(247);
    expect(expressible).toHaveLength(704);
  });

  it.each(expressible)('[T4] %s', (_title, item) => {
    const expression = `root${item.path.slice(1)}`;
    if ('invalid' in item) {
      expect(errorOf(() => parseExpression(expression)).code).toBe('syntax');
      expect(errorOf(() => evaluateTemplate(`{{${expression}}}`, { root: null })).code).toBe('syntax');
      return;
    }
    const { operand } = parseExpression(expression);
    expect(operand).toMatchObject({ type: 'reference', text: expression });
    const isSingular = operand.type === 'reference' && !operand.query;
    const results = 'result' in item ? [item.result] : item.oneOf;
    expect(results).toContainEqual(isSingular ? findOne(expression, item.data) : find(expression, item.data));
  });

  it('[T4] is run by something that notices a wrong result', () => {
    expect([[1]]).not.toContainEqual(find('root[*]', [2]));
    expect(() => errorOf(() => parseExpression('root.a'))).toThrow('Nothing was thrown');
  });
});

function find(expression: string, root: JsonValue): JsonValue {
  return evaluateTemplate(`{{${expression}}}`, { root });
}

/** What a singular query finds, as the list of matches that it is in the RFC. */
function findOne(expression: string, root: JsonValue): JsonValue[] {
  try {
    return [find(expression, root)];
  } catch (error) {
    if (error instanceof ExpressionError && error.code === 'missing') return [];
    throw error;
  }
}

function readCases(chapter: string): Case[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, `rfc9535-cases/${chapter}.json`), 'utf8'));
}
