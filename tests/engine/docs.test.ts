import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, expressionFunctions } from '#engine';
import { generatedSections, withSection } from '../../scripts/generated-sections.js';

const root = join(import.meta.dirname, '../..');
const read = (page: string) => readFileSync(join(root, page), 'utf8');

describe('pages of docs/', () => {
  it.each(generatedSections.map((section) => [section.page, section.name, section] as const))(
    '%s has its %s as the code has them (npm run docs writes them)',
    (page, _name, section) => {
      const text = read(page);
      expect(text).toBe(withSection(text, section));
    },
  );

  it('are filled between their markers, and only there', () => {
    const section = { page: 'page.md', name: 'things', render: () => 'new' };
    const text = 'a\n<!-- things:start -->\nold\n<!-- things:end -->\nb';
    expect(withSection(text, section)).toBe('a\n<!-- things:start -->\n\nnew\n\n<!-- things:end -->\nb');
    for (const broken of ['a', '<!-- things:end --><!-- things:start -->', text + text]) {
      expect(() => withSection(broken, section)).toThrow(/^page.md needs one <!-- things:start -->/);
    }
  });
});

describe('docs/expressions.md', () => {
  const page = read('docs/expressions.md');
  const scope = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
  const rows = page
    .split('\n\n')
    .filter((block) => block.startsWith('| written | gives |'))
    .flatMap((table) => table.trim().split('\n').slice(2))
    .map(
      (row) =>
        /^\| `(.+)` \| `(.+)` \|$/
          .exec(row)
          ?.slice(1)
          .map((cell) => cell.replaceAll('\\|', '|')) ?? [row],
    );

  it.each(rows)('[T9] %s gives %s', (template, result) => {
    expect(evaluateTemplate(template ?? '', scope)).toEqual(JSON.parse(result ?? 'null'));
  });

  it('has examples, and every function once', () => {
    expect(rows.length).toBeGreaterThan(12);
    for (const { name } of expressionFunctions) {
      expect(page.split(new RegExp(`\\\\\\| ${name}[ (].*→`)).length, name).toBe(2);
    }
  });
});
