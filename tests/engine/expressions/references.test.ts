import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, isReference, listReferences, parseExpression, renameRoot } from '#engine';

describe('listReferences', () => {
  it('[T12] gives root, path, position and place of each', () => {
    const template = {
      email: '{{step_1.user.email}}',
      list: ['{{ input.a[0] | default(step_2.b) }}', "x {{s['k k']}}"],
    };
    expect(listReferences(template, 'request.body.value')).toEqual([
      {
        root: 'step_1',
        path: ['user', 'email'],
        singular: true,
        whole: true,
        piped: false,
        optional: false,
        text: 'step_1.user.email',
        position: { start: 2, end: 19 },
        place: 'request.body.value.email',
      },
      expect.objectContaining({
        root: 'input',
        path: ['a', 0],
        whole: false,
        piped: true,
        optional: true,
        place: 'request.body.value.list[0]',
      }),
      expect.objectContaining({
        root: 'step_2',
        path: ['b'],
        optional: false,
        position: { start: 24, end: 32 },
      }),
      expect.objectContaining({ root: 's', path: ['k k'], whole: false, piped: false, text: "s['k k']" }),
    ]);
  });

  it('[T12] gives a path with many matches up to where they part', () => {
    expect(listReferences('{{a.items[*].id}}')).toMatchObject([
      { path: ['items'], singular: false, whole: true },
    ]);
  });

  it('[T12] leaves out text that can not be read, and keeps the rest', () => {
    expect(listReferences(['{{a.', '{{b.c}}']).map((reference) => reference.root)).toEqual(['b']);
    expect(compileTemplate(['{{b.c}}']).references).toHaveLength(1);
  });
});

describe('renameRoot', () => {
  it('[T13] changes references to the root and nothing else, byte for byte', () => {
    const template = [
      "step_1 {{ step_1.step_1 |default( step_1[ 'step_1' ],  'step_1' ) }} \\{{step_1}} {{step_10.x}}",
      '{{step_1[?@.step_1 == "step_1"].x}}',
      { step_1: 'step_1' },
    ];
    expect(renameRoot(template, 'step_1', 'user')).toEqual([
      "step_1 {{ user.step_1 |default( user[ 'step_1' ],  'step_1' ) }} \\{{step_1}} {{step_10.x}}",
      '{{user[?@.step_1 == "step_1"].x}}',
      { step_1: 'step_1' },
    ]);
  });

  it('[T13] gives back the same object where nothing changes', () => {
    const template = { a: ['{{other.x}}', 'step_1', '{{broken'] };
    expect(renameRoot(template, 'step_1', 'user')).toBe(template);
  });
});

/** Stands for the root that is renamed, until it is known what it is called. */
const MARK = '\u0001';

/** Templates that can be read, with the name of the renamed root wherever else a name can stand. */
const anyMarked = (() => {
  const space = fc.constantFrom('', '', ' ', '\n\t');
  const name = fc.constantFrom('step_1', 'a', 'step_10', 'x_step_1', 'é');
  const quoted = fc.constantFrom("'step_1'", '"step_1"', "'{{step_1}}'", '"it\\"s step_1"', "'😀'");
  const condition = fc.constantFrom(
    '@.step_1',
    '@.step_1 == "step_1"',
    '$.step_1[?@.step_1[0] < $.step_1]',
    "count($..step_1) > 1 && match(@['step_1'], 'step_1|a')",
    '!(@ || $["step_1"])',
  );
  const segment = fc.oneof(
    name.map((text) => `.${text}`),
    fc.tuple(space, quoted, space).map((parts) => `[${parts.join('')}]`),
    fc.constantFrom('[0]', '[-1]', '[*]', '.*', '..step_1', '..*', '[1:2]', "['step_1', 0]"),
    fc.tuple(space, condition, space).map(([before, text, after]) => `[?${before}${text}${after}]`),
  );
  const root = fc.constantFrom(MARK, MARK, 'a', 'step_10', 'x_step_1', 'input');
  const reference = fc
    .tuple(root, fc.array(fc.tuple(space, segment), { maxLength: 3 }))
    .map(([start, segments]) => start + segments.map((parts) => parts.join('')).join(''));
  const literal = fc.oneof(
    quoted,
    fc.constantFrom('1', '-2.5e1', 'true', 'null', '["step_1"]', '{"step_1": {"a": "step_1"}}'),
  );
  const operand = fc.oneof({ weight: 3, arbitrary: reference }, literal);
  const call = fc
    .tuple(
      space,
      fc.constantFrom('step_1', 'default'),
      space,
      fc.array(fc.tuple(space, operand, space), { maxLength: 3 }),
    )
    .map(
      ([before, text, after, args]) =>
        `${before}|${after}${text}(${args.map((parts) => parts.join('')).join(',')})`,
    );
  const hole = fc
    .tuple(space, operand, fc.array(call, { maxLength: 2 }), space)
    .map(([before, text, calls, after]) => `{{ ${before}${text}${calls.join('')}${after} }}`);
  const text = fc.constantFrom('step_1', ' ', '\\{{step_1}}', '\\{{', '}}', 'é😀\n', '{ {step_1}}', '$');
  return fc.array(fc.oneof(hole, text), { maxLength: 5 }).map((parts) => parts.join(''));
})();

describe('any template', () => {
  it.each([0, 1, 2])('[T13] keeps every byte but the renamed root (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyMarked, fc.constantFrom('b', 'a_longer_name', 'x'), (marked, to) => {
        const [before, after] = [marked.replaceAll(MARK, 'step_1'), marked.replaceAll(MARK, to)];
        expect(renameRoot(before, 'step_1', to)).toBe(after);
        expect(renameRoot({ step_1: [before] }, 'step_1', to)).toEqual({ step_1: [after] });
        expect(renameRoot(after, to, 'step_1')).toBe(before);
        expect(renameRoot(before, 'nobody', to)).toBe(before);
      }),
      { seed, numRuns: 1_500 },
    );
  });

  it.each([0, 1, 2])('[T12] lists each reference where it stands (seed %i)', (seed) => {
    fc.assert(
      fc.property(anyMarked, (marked) => {
        const text = marked.replaceAll(MARK, 'step_1');
        const references = listReferences(text);
        expect(references.filter(({ root }) => root === 'step_1')).toHaveLength(
          marked.split(MARK).length - 1,
        );
        let end = 0;
        for (const { root, position, text: written, path, singular } of references) {
          expect(position.start).toBeGreaterThanOrEqual(end);
          end = position.end;
          expect(text.slice(position.start, position.end)).toBe(written);
          expect(written.startsWith(root)).toBe(true);
          const alone = parseExpression(written).operand;
          expect(alone).toMatchObject({ type: 'reference', root, path, text: written });
          expect('query' in alone).toBe(!singular);
        }
      }),
      { seed, numRuns: 1_500 },
    );
  });
});

describe('isReference', () => {
  it('[T14] is true for one hole with a singular path', () => {
    expect(isReference('{{step_1.user[0].id}}')).toEqual({ root: 'step_1', path: ['user', 0, 'id'] });
    expect(isReference('{{ input }}')).toEqual({ root: 'input', path: [] });
  });

  it.each(['', 'text', ' {{a.b}}', '{{a.b}}!', '{{a | upper}}', '{{a[*]}}', '{{"a"}}', '{{a', 12, null])(
    '[T14] is false for %j',
    (text) => {
      expect(isReference(text)).toBeUndefined();
    },
  );
});
