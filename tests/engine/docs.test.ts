import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import { describe, expect, it } from 'vitest';
import { CONDITION_OPERATORS, evaluateTemplate, expressionFunctions } from '#engine';
import { readSource } from '../../scripts/flow-schema.js';
import { generatedFiles, generatedSections, withSection } from '../../scripts/generated-sections.js';
import { readDocComments, readUnion } from '../../scripts/read-doc-comments.js';

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

  it.each(generatedFiles)('$path is as the code has it (npm run docs writes it)', ({ path, render }) => {
    expect(read(path)).toBe(render());
  });

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

describe('docs/steps.md', () => {
  const page = read('docs/steps.md');
  const errors = readUnion(readSource('run/event.ts'), 'StepErrorCode');
  const problems = readUnion(readSource('graph/problem.ts'), 'ProblemCode');

  it('has every code of an error and of a problem, and every operator, each with what it says', () => {
    expect(errors.size).toBeGreaterThan(15);
    expect(problems.size).toBeGreaterThan(15);
    const names = [...CONDITION_OPERATORS, ...errors.keys(), ...problems.keys()];
    for (const name of names) expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| \\S.* \\|$`, 'm'));
  });
});

describe('docs/flow.schema.json', () => {
  const validator = new Validator(JSON.parse(read('docs/flow.schema.json')), '2020-12');

  it.each(readdirSync(join(root, 'examples')))('accepts examples/%s', (name) => {
    expect(validator.validate(JSON.parse(read(`examples/${name}`)))).toMatchObject({ valid: true });
  });

  it.each([
    ['a file without a name', { graph: { steps: [] } }],
    ['an unknown type', { name: 'x', graph: { steps: [{ id: 'a', type: 'nope' }] } }],
    [
      'a field of another step',
      { name: 'x', graph: { steps: [{ id: 'a', type: 'transform', request: {} }] } },
    ],
    [
      'an unknown operator',
      { name: 'x', graph: { steps: [{ id: 'a', type: 'transform', when: { left: 1, op: 'is' } }] } },
    ],
  ])('refuses %s', (_name, file) => {
    expect(validator.validate(file).valid).toBe(false);
  });
});

describe('doc comments', () => {
  const source = `
/** The whole. */
export const whole = z.strictObject({
  ...base,
  /** One, with \`code\` and 'quotes'
   * on two lines. */
  one: z.optional(z.string().check(z.regex(/^[/'{]{0,3}$/, 'No { here.'))),
  part, // and not a word about it
  list: z.union([
    /** First. */
    z.literal('a, b'),
    z.strictObject({ /** Deep. */ deep: other.shape }),
  ]),
});

export type Code =
  /** It is a. */
  | 'a'
  | 'b';
`;

  it('are read with the place that they stand at', () => {
    const whole = readDocComments(source).get('whole');
    expect(whole?.doc).toBe('The whole.');
    expect(whole?.spreads).toEqual(['base']);
    expect([...(whole?.members.keys() ?? [])]).toEqual(['one', 'part', 'list']);
    expect(whole?.members.get('one')?.doc).toBe("One, with `code` and 'quotes' on two lines.");
    expect(whole?.members.get('part')).toMatchObject({ uses: ['part'] });
    expect(whole?.members.get('part')?.doc).toBeUndefined();
    const items = whole?.members.get('list')?.items;
    expect(items?.map(({ doc }) => doc)).toEqual(['First.', undefined]);
    expect(items?.[1]?.members.get('deep')).toMatchObject({ doc: 'Deep.', uses: ['other'] });
  });

  it('are read of the names of a union', () => {
    expect([...readUnion(source, 'Code')]).toEqual([
      ['a', 'It is a.'],
      ['b', ''],
    ]);
  });
});
