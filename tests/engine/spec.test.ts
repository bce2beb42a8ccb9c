import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const spec = readFileSync(join(folder, '../../src/engine/SPEC.md'), 'utf8');

describe('SPEC.md', () => {
  it('is cited rule by rule in the titles of tests', () => {
    expect(uncited(spec, readTests())).toEqual([]);
  });

  it('is checked by something that notices a rule without a test', () => {
    const sample = '- [G1] One thing.\n- [G2] Another.\n';
    expect(uncited(sample, "it('[G1] does one thing', …)")).toEqual(['G2']);
  });

  it('numbers each rule once', () => {
    const rules = rulesOf(spec);
    expect(rules.length).toBeGreaterThan(50);
    expect(new Set(rules).size).toBe(rules.length);
  });
});

function rulesOf(text: string): string[] {
  return [...text.matchAll(/^- \[([A-Z]\d+)\]/gm)].map((match) => match[1] ?? '');
}

function uncited(text: string, tests: string): string[] {
  const cited = new Set([...tests.matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[1] ?? ''));
  return rulesOf(text).filter((rule) => !cited.has(rule));
}

function readTests(): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.test.ts') && file !== 'spec.test.ts',
  );
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}
