import fc from 'fast-check';
import type { Edge, Graph, JsonValue, Step } from '#engine';

/** What a step of a random graph is, and how its upstream behaves. */
interface RandomStep {
  kind: 'http' | 'loop' | 'branch' | 'transform' | 'wait';
  /** The condition under which it runs; absent: always. */
  when?: 'always' | 'never';
  /** What each attempt (of each item) is answered with; the last stands for all that follow, also in later processes. */
  answers: readonly Answer[];
  method: 'GET' | 'POST';
  collects: boolean;
}

export interface RandomFlow {
  graph: Graph;
  steps: Readonly<Record<string, RandomStep>>;
}

/** `busy` is a 503 and tried again, `gone` a 404 and not. */
type Answer = 'ok' | 'busy' | 'gone';

const ITEMS = ['x', 'y', 'z'];
const MAX_STEPS = 7;

const step: fc.Arbitrary<RandomStep> = fc.record({
  kind: fc.constantFrom('http', 'http', 'http', 'loop', 'branch', 'transform', 'wait'),
  when: fc.constantFrom('always', 'always', 'always', 'never'),
  // However often a process dies and tries anew, the last of these is how it ends.
  answers: fc.constantFrom<readonly Answer[]>(
    ['ok'],
    ['ok'],
    ['ok'],
    ['busy', 'ok'],
    ['busy'],
    ['gone'],
    ['busy', 'gone'],
  ),
  method: fc.constantFrom('GET', 'POST'),
  collects: fc.boolean(),
});
const way = fc.constantFrom(undefined, undefined, undefined, 'failure', 'even', 'else');
const node = fc.integer({ min: 0, max: MAX_STEPS - 1 });
const edge = fc.tuple(node, node, way).filter(([source, target]) => source < target);

/** Flows of a few steps of every type, with lines of every kind between them. */
export const randomFlow: fc.Arbitrary<RandomFlow> = fc
  .tuple(
    fc.array(step, { minLength: MAX_STEPS, maxLength: MAX_STEPS }),
    fc.array(edge, { minLength: 2, maxLength: 12 }),
  )
  .map(([kinds, links]) => {
    const steps = Object.fromEntries(kinds.map((kind, index) => [`s${index}`, kind]));
    const isBranch = (index: number): boolean => kinds[index]?.kind === 'branch';
    const edges = links.map(([source, target, on]): Edge => {
      const fits = on === undefined || on === 'failure' || isBranch(source);
      return { source: `s${source}`, target: `s${target}`, ...(on !== undefined && fits && { on }) };
    });
    const unique = [...new Map(edges.map((line) => [JSON.stringify(line), line])).values()];
    return { steps, graph: { steps: kinds.map((kind, index) => toStep(`s${index}`, kind)), edges: unique } };
  });

function toStep(id: string, { kind, when, method, collects }: RandomStep): Step {
  const base = {
    id,
    ...(when === 'never' && { when: { left: 1, op: 'equals' as const, right: 2 } }),
    retry: { attempts: 2 },
  };
  switch (kind) {
    case 'http':
      return { ...base, type: 'http', request: { method, url: `http://api.test/${id}` } };
    case 'loop':
      return {
        ...base,
        type: 'http',
        request: { method, url: `http://api.test/${id}/{{item}}` },
        forEach: { items: ITEMS, concurrency: 2, onItemError: collects ? 'collect' : 'fail' },
      };
    case 'branch': {
      const { retry: _, ...rest } = base;
      const even = { id: 'even', when: { left: collects, op: 'equals' as const, right: true } };
      return { ...rest, type: 'branch', cases: [even] };
    }
    case 'transform': {
      const { retry: _, ...rest } = base;
      return { ...rest, type: 'transform', output: { id } };
    }
    case 'wait': {
      const { retry: _, ...rest } = base;
      return { ...rest, type: 'wait', for: { seconds: 7_200 } };
    }
  }
}

/** What became of a step, as far as it doesn't depend on time. */
type Fate = { status: 'succeeded' | 'failed' | 'skipped'; output?: JsonValue; way?: string };

export interface Forecast {
  fates: Readonly<Record<string, Fate>>;
  /** Steps that fail without a line that takes it up: the run then fails with one of these. */
  fatal: readonly string[];
}

/** The simple model: one step after another, no time, no journal, no concurrency. */
export function forecast({ graph, steps }: RandomFlow): Forecast {
  const fates: Record<string, Fate> = {};
  const fatal: string[] = [];
  const edges = graph.edges ?? [];
  for (const { id } of graph.steps) {
    const incoming = edges.filter(({ target }) => target === id);
    const isActive = ({ source, on = 'success' }: Edge): boolean => {
      const fate = fates[source];
      if (on === 'failure') return fate?.status === 'failed';
      return fate?.status === 'succeeded' && (on === 'success' || on === fate.way);
    };
    const fate: Fate =
      incoming.length > 0 && !incoming.some(isActive) ? { status: 'skipped' } : fateOf(id, steps[id]);
    fates[id] = fate;
    const isHandled = edges.some(({ source, on }) => source === id && on === 'failure');
    if (fate.status === 'failed' && !isHandled) fatal.push(id);
  }
  return { fates, fatal };
}

function fateOf(id: string, step: RandomStep | undefined): Fate {
  if (!step || step.when === 'never') return { status: 'skipped' };
  const isFine = answered(step);
  switch (step.kind) {
    case 'branch': {
      const way = step.collects ? 'even' : 'else';
      return { status: 'succeeded', output: { case: way }, way };
    }
    case 'transform':
      return { status: 'succeeded', output: { id } };
    case 'wait':
      return { status: 'succeeded' };
    case 'loop':
      if (!isFine && !step.collects) return { status: 'failed' };
      return {
        status: 'succeeded',
        ...(isFine && { output: ITEMS.map((item) => ({ path: `/${id}/${item}` })) }),
      };
    case 'http':
      return isFine ? { status: 'succeeded', output: { path: `/${id}` } } : { status: 'failed' };
  }
}

function answered({ answers }: RandomStep): boolean {
  return answers.at(-1) === 'ok';
}
