import { describe, expect, it } from 'vitest';
import { type Graph, type JsonValue, type Step, validateGraph } from '#engine';
import { graph, httpStep, sends } from '../../support/engine.js';

/** Steps in a row, each with wires to four before it. */
const chain = (count: number): Graph => ({
  steps: Array.from({ length: count }, (_, index) => ({
    ...httpStep({ id: `s${index}` }),
    ...sends(
      index === 0
        ? 'x'
        : { all: Array.from({ length: 4 }, (_unused, back) => `{{s${Math.max(0, index - 1 - back)}.id}}`) },
    ),
  })),
});

/** The document, and a count of how often anything in it was read. */
function counted<T extends object>(document: T): { document: T; reads: () => number } {
  let reads = 0;
  const proxies = new WeakMap<object, object>();
  const wrap = <U>(value: U): U => {
    if (typeof value !== 'object' || value === null) return value;
    const known = proxies.get(value) ?? new Proxy(value, handler);
    proxies.set(value, known);
    return known as U; // stands for the value
  };
  const handler: ProxyHandler<object> = {
    get(target, key, receiver) {
      reads += 1;
      return wrap(Reflect.get(target, key, receiver));
    },
  };
  return { document: wrap(document), reads: () => reads };
}

function readsOf(document: Graph): number {
  const { document: watched, reads } = counted(document);
  expect(validateGraph(watched)).toEqual([]);
  return reads();
}

describe('size', () => {
  it('[G16] a document twice as long is read twice as often', () => {
    const short = readsOf(chain(400));
    const long = readsOf(chain(800));
    expect(short).toBeGreaterThan(400);
    expect(long / short).toBeGreaterThan(1.8);
    expect(long / short).toBeLessThan(2.2);
  });

  it('[G16] after an edit, the steps that stayed are not gone into again', () => {
    const before = chain(400);
    const untouched = counted(before.steps[7]?.type === 'http' ? before.steps[7].request : {});
    const steps = before.steps.map((step, index) =>
      step.type === 'http' && index === 7 ? { ...step, request: untouched.document } : step,
    ) as Graph['steps']; // the same request, watched
    expect(validateGraph({ steps })).toEqual([]);
    const reads = untouched.reads();
    expect(reads).toBeGreaterThan(0);
    const edited = steps.map((step, index) => (index === 200 ? { ...step, name: 'Edited' } : step));
    expect(validateGraph({ steps: edited })).toEqual([]);
    expect(untouched.reads()).toBe(reads);
  });

  it('[G1] [G16] what is wrong after an edit is found, at its place', () => {
    const before = graph('a -> b, b -> c');
    expect(validateGraph(before)).toEqual([]);
    const [a, b, c] = before.steps;
    expect(validateGraph({ ...before, steps: [a, b, { ...c, timeoutMs: 0 }] })).toMatchObject([
      { code: 'invalid_document', stepId: 'c', path: 'timeoutMs' },
    ]);
    expect(validateGraph({ ...before, steps: [a, b, { ...c, type: 'nope' }] })).toMatchObject([
      { stepId: 'c' },
    ]);
    expect(validateGraph({ ...before, edges: [...(before.edges ?? []), { source: 'a' }] })).toMatchObject([
      { code: 'invalid_document', path: 'edges[2].target' },
    ]);
  });

  it('[G1] [G16] a step is no edge and an edge no step, although both were read before', () => {
    const value = graph('a -> b');
    expect(validateGraph(value)).toEqual([]);
    const wrong = [
      { ...value, edges: [value.steps[0]] },
      { ...value, steps: value.edges },
    ];
    for (const document of wrong) {
      const codes = validateGraph(document).map((problem) => problem.code);
      expect(new Set(codes)).toEqual(new Set(['invalid_document']));
    }
  });

  it('[G16] near names are looked for a hundred times, however many names are wrong', () => {
    const wrong: JsonValue = Array.from({ length: 300 }, (_, index) => `{{usr.x${index}}}`);
    const problems = validateGraph(graph('user -> b', { b: sends(wrong) }));
    expect(problems).toHaveLength(300);
    expect(problems.filter((problem) => problem.fix)).toHaveLength(100);
    expect(problems[299]?.message).toBe("There is no step 'usr'. Use a step before this one, or input.");
  });

  it('[G16] near cases too, and a condition of thousands of parts is looked through once', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      any: Array.from({ length: 100 }, () => ({ left: `{{input.x${index}}}`, op: 'exists' as const })),
    }));
    const branch: Step = { id: 'a', type: 'branch', cases: [{ id: 'large', when: { all: many } }] };
    const edges = Array.from({ length: 300 }, (_, index) => ({
      source: 'a',
      target: 'b',
      on: `larg${index}`,
    }));
    const problems = validateGraph({ steps: [branch, httpStep({ id: 'b' })], edges });
    expect(problems).toHaveLength(300);
    expect(problems.filter(({ fix }) => fix?.type === 'set_value' && fix.value === 'large')).toHaveLength(
      100,
    );
  });

  it('[G5] [G16] a tangle of twenty thousand lines is told in twenty cycles', () => {
    const steps = Array.from({ length: 200 }, (_, index) => httpStep({ id: `s${index}` }));
    const edges = Array.from({ length: 20_000 }, (_, index) => ({
      source: `s${index % 200}`,
      target: `s${(index * 7 + Math.floor(index / 200)) % 200}`,
    }));
    const problems = validateGraph({ steps, edges });
    expect(problems.filter((problem) => problem.code === 'cycle')).toHaveLength(20);
  });
});
