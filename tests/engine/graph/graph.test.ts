import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ancestorsOf,
  effectiveEdges,
  formatPlace,
  getAtPlace,
  type JsonValue,
  parseExpression,
  parsePlace,
  renameStep,
  type Step,
  setAtPlace,
  stepReferences,
  stepTemplates,
  validateGraph,
} from '#engine';
import { largeGraph, largeGraphContext } from '../../../bench/support/large-graph.js';
import { forEachText } from '../../../src/engine/expressions/list-references.js';
import { createAncestorIndex } from '../../../src/engine/graph/ancestor-index.js';
import { graph, httpStep } from '../../support/engine.js';
import { richContext, richGraph } from '../../support/rich-graph.js';

describe('edges', () => {
  it('[G2] are a chain where none are written down', () => {
    const steps = [httpStep({ id: 'a' }), httpStep({ id: 'b' }), httpStep({ id: 'c' })];
    expect(effectiveEdges({ steps })).toEqual([
      { source: 'a', target: 'b' },
      { source: 'b', target: 'c' },
    ]);
    expect(effectiveEdges({ steps, edges: [] })).toEqual([]);
  });

  it('[G3] lead back to all ancestors, of any outcome', () => {
    expect([...ancestorsOf(graph('a -> b, b -x> c, x -> c, c -> d, d -> e'), 'd')].sort()).toEqual([
      'a',
      'b',
      'c',
      'x',
    ]);
  });

  it.each([0, 1])(
    '[G3] the index over all pairs agrees with looking one by one, cycles or not (seed %i)',
    (seed) => {
      const id = fc.integer({ min: 0, max: 40 }).map((number) => `s${number}`);
      fc.assert(
        fc.property(fc.array(fc.tuple(id, id), { minLength: 1, maxLength: 60 }), (pairs) => {
          const value = graph(pairs.map(([source, target]) => `${source} -> ${target}`).join(', '));
          const index = createAncestorIndex(value);
          for (const of of value.steps) {
            const ancestors = ancestorsOf(value, of.id);
            for (const step of value.steps)
              expect(index.isAncestor(step.id, of.id)).toBe(ancestors.has(step.id));
          }
        }),
        { seed, numRuns: 100 },
      );
    },
  );
});

describe('places', () => {
  it.each([
    ['request.query.userId', ['request', 'query', 'userId']],
    ['input.items[0].id', ['input', 'items', 0, 'id']],
    ["request.headers['X-Key']", ['request', 'headers', 'X-Key']],
    ["['it\\'s'].a", ["it's", 'a']],
    ["input['$id']['a\\u000ab'].c", ['input', '$id', 'a\nb', 'c']],
  ])('[G14] %s', (place, path) => {
    expect(parsePlace(place)).toEqual(path);
    expect(formatPlace(path)).toBe(place);
  });

  it.each([0, 1])('[G14] any path survives being written and read (seed %i)', (seed) => {
    const key = fc.oneof(fc.string(), fc.nat(100), fc.constantFrom('a', '__proto__', "'", '\\', ']'));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 6 }), (path) => {
        expect(parsePlace(formatPlace(path))).toEqual(path);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('[G14] a name with a $ is read without brackets too', () => {
    expect(parsePlace('$defs.a$b')).toEqual(['$defs', 'a$b']);
  });

  it.each([0, 1])('[G14] what begins with a root is a reference (seed %i)', (seed) => {
    const key = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.nat(100),
      fc.constantFrom('$id', '\n', '\u0085'),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 6 }), (path) => {
        expect(parseExpression(formatPlace(['input', ...path])).operand).toMatchObject({
          root: 'input',
          path,
        });
      }),
      { seed, numRuns: 500 },
    );
  });

  it('[G14] setting shares what is beside the way, makes what is missing and takes away', () => {
    const document = { a: { b: [1, { c: 2 }] }, other: { x: 1 } };
    const changed = setAtPlace(document, 'a.b[1].c', 3);
    expect(changed).toEqual({ a: { b: [1, { c: 3 }] }, other: { x: 1 } });
    expect(changed.other).toBe(document.other);
    expect(document.a.b[1]).toEqual({ c: 2 });
    expect(setAtPlace({}, 'request.query.q', 'x')).toEqual({ request: { query: { q: 'x' } } });
    expect(setAtPlace(document, 'a.b[0]', undefined)).toEqual({ a: { b: [{ c: 2 }] }, other: { x: 1 } });
    expect(setAtPlace(document, 'other.x', undefined)).toEqual({ a: document.a, other: {} });
    expect(setAtPlace(document, 'nope.x', undefined)).toBe(document);
  });

  it('[G14] a place never reaches a prototype', () => {
    const changed = setAtPlace({}, '__proto__.polluted', true);
    expect(Object.keys(changed)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(getAtPlace({}, '__proto__')).toBeUndefined();
    expect(getAtPlace([], 'length')).toBeUndefined();
  });
});

describe('templates of a step', () => {
  const step: Step = {
    ...httpStep({ id: 'a' }),
    request: {
      method: 'POST',
      url: 'http://x.test/:id',
      path: { id: 1 },
      query: { 'odd key': 'q' },
      headers: { 'X-A': 'h' },
      body: { type: 'form', fields: { f: 'v' } },
    },
    output: { o: '{{response.body}}' },
  };

  it('[G15] are listed at the places where they stand', () => {
    const templates = stepTemplates(step);
    expect(templates.map(({ place }) => place)).toEqual([
      'request.url',
      'request.path.id',
      "request.query['odd key']",
      "request.headers['X-A']",
      'request.body.fields.f',
      'output.o',
    ]);
    for (const { place, template } of templates) expect(getAtPlace(step, place)).toEqual(template);
  });

  it.each(richGraph.steps)('[G15] $id has none that is not listed', (rich) => {
    const listed: string[] = [];
    for (const { place, template } of stepTemplates(rich)) {
      expect(getAtPlace(rich, place)).toEqual(template);
      forEachText(template, place, (_text, where) => listed.push(where));
    }
    const { sample: _, ...rest } = rich;
    const written: string[] = [];
    forEachText(rest as JsonValue, '', (_text, where) => written.push(where)); // a step is JSON
    expect(listed.sort()).toEqual(written.sort());
  });
});

describe('renameStep', () => {
  const value = {
    ...graph('a -> b, b -x> c', { b: { output: { x: '{{a.id}} {{response.body.a}}' } } }),
    output: { a: '{{a.id | default(b.id)}}' },
  };

  it('[G13] changes id, edges and references and shares the rest', () => {
    const renamed = renameStep(value, 'a', 'user');
    expect(renamed.steps.map((step) => step.id)).toEqual(['user', 'b', 'c']);
    expect(renamed.steps[1]?.output).toEqual({ x: '{{user.id}} {{response.body.a}}' });
    expect(renamed.edges).toEqual([
      { source: 'user', target: 'b' },
      { source: 'b', target: 'c', on: 'failure' },
    ]);
    expect(renamed.output).toEqual({ a: '{{user.id | default(b.id)}}' });
    expect(renamed.steps[2]).toBe(value.steps[2]);
  });

  it.each([0, 1])(
    '[G13] any renaming is followed everywhere, and taken back by another (seed %i)',
    (seed) => {
      const large = largeGraph(40);
      const ids = [...richGraph.steps, ...large.steps].map(({ id }) => id);
      fc.assert(
        fc.property(fc.constantFrom(...ids), (id) => {
          for (const [before, context] of [
            [richGraph, richContext],
            [large, largeGraphContext],
          ] as const) {
            const renamed = renameStep(before, id, 'some_other_name');
            expect(validateGraph(renamed, context)).toEqual([]);
            const roots = renamed.steps.flatMap(stepReferences).map(({ root }) => root);
            expect([...roots, ...renamed.steps.map((step) => step.id)]).not.toContain(id);
            expect(renameStep(renamed, 'some_other_name', id)).toEqual(before);
          }
        }),
        { seed, numRuns: 30 },
      );
    },
  );

  it('[G13] gives the same graph for a name that is taken, reserved or no id', () => {
    for (const name of ['b', 'input', 'x y', '']) expect(renameStep(value, 'a', name)).toBe(value);
    expect(renameStep(value, 'nope', 'x')).toBe(value);
  });
});
