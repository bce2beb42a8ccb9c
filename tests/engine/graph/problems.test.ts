import { describe, expect, it } from 'vitest';
import { type Graph, getAtPlace, type Problem, validateGraph } from '#engine';
import { applyFix } from '../../../src/editor/store/apply-fix.js';
import { examples } from '../../support/problem-examples.js';
import { richContext, richGraph } from '../../support/rich-graph.js';

const cases = Object.entries(examples).flatMap(([code, list]) =>
  list.map((example, index) => ({ name: `${code} ${index + 1}`, code, ...example })),
);

function isAt(problem: Problem, code: string, at: string | undefined): boolean {
  const [, stepId, path] = /^(?:(\w+):)?(.*)$/.exec(at ?? '') ?? [];
  return problem.code === code && (at === undefined || (problem.stepId === stepId && problem.path === path));
}

/** The value at a problem's place, or else what it is missing from. */
function placeOf(document: Graph, { code, stepId, path = '' }: Problem): unknown {
  const whole = stepId === undefined ? document : document.steps.find(({ id }) => id === stepId);
  const value = getAtPlace(whole, path);
  return value === undefined && code === 'missing_field' ? whole : value;
}

describe('problems', () => {
  it('[G4] a sound graph that uses everything has none', () => {
    expect(validateGraph(richGraph)).toEqual([]);
    expect(validateGraph(richGraph, richContext)).toEqual([]);
  });

  it.each(cases)(
    '[G18] $name has a sentence, and its place is there',
    ({ graph: document, code, at, context }) => {
      const problems = validateGraph(document, context);
      const problem = problems.find((each) => isAt(each, code, at));
      expect(problem, JSON.stringify(problems)).toBeDefined();
      expect(problem?.message).toMatch(/^.{10,300}[.?]$/s);
      if (problem?.path !== undefined) expect(placeOf(document as Graph, problem)).toBeDefined();
    },
  );

  it.each(cases)(
    '[G18] $name is mended by its fix, which breaks nothing else',
    ({ graph: value, code, at, context, fixed }) => {
      const document = value as Graph; // an example of a fix can be read
      const before = validateGraph(document, context);
      const problem = before.find((each) => isAt(each, code, at));
      if (!problem?.fix) {
        expect(fixed).toBeUndefined();
        return;
      }
      const { fix, stepId, path } = problem;
      const mended = applyFix(document, {
        type: 'apply_fix',
        fix,
        ...(stepId !== undefined && { stepId }),
        ...(path !== undefined && { path }),
      });
      expect(mended.refusal).toBeUndefined();
      const after = validateGraph(mended.graph, context);
      expect(after.length, JSON.stringify(after)).toBeLessThan(before.length);
      if (fixed === undefined) return;
      const whole = stepId === undefined ? mended.graph : mended.graph.steps.find(({ id }) => id === stepId);
      expect(getAtPlace(whole, fix.type === 'set_value' ? fix.path : (path ?? ''))).toEqual(fixed);
    },
  );
});
