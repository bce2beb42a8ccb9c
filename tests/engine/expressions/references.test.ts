import { describe, expect, it } from 'vitest';
import { compileTemplate, isReference, listReferences, renameRoot } from '#engine';

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
