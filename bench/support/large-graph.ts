import type { Edge, Graph, KnownConnector, Step, ValidationContext } from '#engine';

const WORDS = ['name', 'email', 'city', 'status', 'total', 'currency', 'reference', 'note'];

/**
 * A sound graph of any size that uses most of what a step can have: six steps in ten are requests, one in ten is a
 * branch, one calls a connector, one waits and one shapes data; one in five is a loop. Each step reads the four before it.
 */
export function largeGraph(size: number): Graph {
  const steps = Array.from({ length: size }, (_, index) => stepAt(index));
  return {
    steps,
    edges: steps.flatMap((_, index) => edgesInto(index)),
    output: { last: `{{s${size - 1}}}` },
  };
}

/** What surrounds `largeGraph`: schemas of its input and its connector. */
export const largeGraphContext: ValidationContext = {
  inputSchema: {
    type: 'object',
    properties: { id: { type: 'string' }, limit: { type: 'integer' }, items: { type: 'array', items: {} } },
  },
  connectors: (name) => (name === 'ship' ? ship : undefined),
};

const ship: KnownConnector = {
  name: 'Ship',
  definition: {
    inputSchema: {
      type: 'object',
      required: ['id', 'to'],
      properties: {
        id: { type: 'string' },
        to: {
          type: 'object',
          properties: Object.fromEntries(WORDS.map((word) => [word, { type: 'string' }])),
        },
      },
    },
    outputSchema: { type: 'object', properties: { id: { type: 'string' }, total: { type: 'number' } } },
  },
};

const isLoop = (index: number) => index % 5 === 3;
const isBranch = (index: number) => index % 10 === 6;

/** What a step reads from one before it: `id` of a request, of the first item of a loop, or the case of a branch. */
function read(index: number, field = 'id'): string {
  if (index < 0) return '{{input.id}}';
  if (isBranch(index)) return `{{s${index}.case}}`;
  return isLoop(index) ? `{{s${index}[0].${field}}}` : `{{s${index}.${field}}}`;
}

function edgesInto(index: number): Edge[] {
  if (index === 0) return [];
  const source = `s${index - 1}`;
  const target = `s${index}`;
  if (isBranch(index - 1)) return ['large', 'else'].map((on) => ({ source, target, on }));
  return index < 3
    ? [{ source, target }]
    : [
        { source, target },
        { source: `s${index - 3}`, target },
      ];
}

function stepAt(index: number): Step {
  const base = {
    id: `s${index}`,
    name: `Step ${index}`,
    position: { x: index * 200, y: (index % 7) * 90 },
    when: {
      any: [
        { left: read(index - 1), op: 'not_empty' as const },
        { left: '{{input.limit}}', op: 'gte' as const, right: index },
      ],
    },
    ...(isLoop(index) && { forEach: { items: '{{input.items}}', concurrency: 4 } }),
    output: { id: isLoop(index) ? '{{item}}-{{index}}' : `${index}`, total: index, echo: read(index - 2) },
  };
  if (isBranch(index)) {
    const { output: _, ...branch } = base;
    return {
      ...branch,
      type: 'branch',
      cases: [{ id: 'large', when: { left: read(index - 1, 'total'), op: 'gt', right: 100 } }],
    };
  }
  const data = Object.fromEntries(WORDS.map((word, at) => [word, `${word}: ${read(index - 1 - (at % 4))}`]));
  switch (index % 10) {
    case 2:
      return { ...base, type: 'connector', connector: 'ship', input: { id: read(index - 1), to: data } };
    case 4:
      return { ...base, type: 'transform', output: { ...base.output, ...data } };
    case 7:
      return { ...base, type: 'wait', for: { seconds: 30 } };
    default:
      return {
        ...base,
        type: 'http',
        request: {
          method: 'POST',
          url: `https://api.test/users/${read(index - 1)}/orders/:order?page={{input.limit}}`,
          path: { order: read(index - 2) },
          query: { limit: '{{input.limit | default(10)}}', sort: 'name' },
          headers: { 'X-Request': `{{execution.id}}-${index}` },
          auth: { type: 'bearer', token: '{{workspace.api.token}}' },
          body: { type: 'json', value: { ...data, nested: { items: [read(index - 3), index, null] } } },
        },
        classify: [{ when: { left: '{{response.body.ok}}', op: 'equals', right: false }, as: 'fail' }],
        retry: { attempts: 3 },
      };
  }
}
