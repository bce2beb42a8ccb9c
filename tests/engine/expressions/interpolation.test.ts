import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, evaluateTemplate, type JsonValue } from '#engine';

const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code; // ours have one, and anything else fails the comparison
  }
  return undefined;
};

describe('text with several holes', () => {
  it.each([0, 1, 2])('[T2] is what its holes are, one after the other (seed %i)', (seed) => {
    const names = fc.constantFrom('a', 'b', 'toString', '__proto__', 'length', '0');
    const leaf = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant('text')) as fc.Arbitrary<JsonValue>;
    const tree = fc.dictionary(names, fc.oneof(leaf, fc.dictionary(names, leaf)));
    const end = fc.constantFrom(
      '.a',
      '.b',
      '.toString',
      '.__proto__',
      '.length',
      "['a']",
      '[0]',
      '.b[0]',
      '',
    );
    const hole = fc
      .tuple(fc.constantFrom('x', 'y', 'x.a', 'x.b', 'y.a', 'z'), end)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(tree, tree, fc.array(hole, { minLength: 1, maxLength: 6 }), (x, y, holes) => {
        const scope = { x, y };
        const one = (text: string) => {
          const value = evaluateTemplate(`{{${text}}}`, scope);
          return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
        };
        const text = `<${holes.map((path) => `{{${path}}}`).join('|')}>`;
        const code = codeOf(() => holes.map(one));
        if (code === undefined) expect(evaluateTemplate(text, scope)).toBe(`<${holes.map(one).join('|')}>`);
        else expect(codeOf(() => evaluateTemplate(text, scope))).toBe(code);
      }),
      { seed, numRuns: 500 },
    );
  });

  const template = compileTemplate('{{input.a.name}} and {{input.a.other}}');

  it('[T7] takes nothing from the prototype of an object, in whatever way it got there', () => {
    class Inherited {
      name = 'own';
      get other() {
        return 'inherited';
      }
    }
    const inherited = { input: { a: new Inherited() } } as unknown as { input: JsonValue };
    expect(codeOf(() => template.evaluate(inherited))).toBe('missing');
    const created: JsonValue = Object.assign(Object.create({ other: 'inherited' }), { name: 'own' });
    expect(codeOf(() => template.evaluate({ input: { a: created } }))).toBe('missing');
  });

  it('[T7] takes nothing from Object.prototype, even where somebody has put something there', () => {
    const { prototype } = Object as unknown as { prototype: Record<string, unknown> };
    prototype.other = 'polluted';
    try {
      expect(codeOf(() => template.evaluate({ input: { a: { name: 'own' } } }))).toBe('missing');
    } finally {
      delete prototype.other;
    }
  });

  it('[T7] reads objects without a prototype', () => {
    const bare: JsonValue = Object.assign(Object.create(null), { name: 'x', other: 'y' });
    expect(template.evaluate({ input: { a: bare } })).toBe('x and y');
  });

  it('[T5] says of each hole what is missing, and where', () => {
    expect(() => template.evaluate({ input: { a: { name: 'x', othr: 1 } } })).toThrow(
      expect.objectContaining({
        code: 'missing',
        reference: 'input.a.other',
        position: { start: 23, end: 36 },
        suggestion: 'input.a.othr',
      }),
    );
  });
});
