import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..');
const spec = readFileSync(join(folder, '../src/engine/SPEC.md'), 'utf8');

describe('SPEC.md', () => {
  it('is cited rule by rule in the titles of tests', () => {
    expect(uncited(spec, readTests('engine'))).toEqual([]);
  });

  it('has every rule that a test cites', () => {
    expect(undefinedIn(spec, readTests())).toEqual([]);
  });

  it('is checked by something that notices a rule without a test, and a test without a rule', () => {
    const sample = '- [G1] One thing.\n- [G2] Another.\n';
    expect(uncited(sample, "it('[G1] does one thing', …)")).toEqual(['G2']);
    expect(undefinedIn(sample, "it('[G1] [G3] does one thing', …)")).toEqual(['G3']);
  });

  it('numbers each rule once, in order, a letter for each group', () => {
    const groups = spec.split(/^## /m).slice(1).map(rulesOf);
    expect(groups.flat().length).toBeGreaterThan(50);
    const letters = groups.map((rules) => [...new Set(rules.map((rule) => rule[0]))].join());
    expect(letters).toEqual([...new Set(letters.filter((letter) => letter.length === 1))]);
    for (const rules of groups) {
      const numbers = rules.map((rule) => Number(rule.slice(1)));
      expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
    }
  });
});

function rulesOf(text: string): string[] {
  return [...text.matchAll(/^- \[([A-Z]\d+)\]/gm)].map((match) => match[1] ?? '');
}

function citedIn(tests: string): string[] {
  return [...tests.matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[1] ?? '');
}

function uncited(text: string, tests: string): string[] {
  const cited = new Set(citedIn(tests));
  return rulesOf(text).filter((rule) => !cited.has(rule));
}

function undefinedIn(text: string, tests: string): string[] {
  const rules = new Set(rulesOf(text));
  return [...new Set(citedIn(tests))].filter((rule) => !rules.has(rule));
}

function readTests(within = ''): string {
  const files = readdirSync(join(folder, within), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.ts') && !file.endsWith('spec.test.ts'),
  );
  return files.map((file) => readFileSync(join(folder, within, file), 'utf8')).join('\n');
}
