import { describe, expect, it } from 'vitest';
import { type Graph, type HttpStep, type JsonValue, type Step, setAtPlace, validateGraph } from '#engine';
import { graph, httpStep, sends } from '../../support/engine.js';

const codes = (value: Graph) => validateGraph(value).map(({ code }) => code);

const paged: HttpStep = {
  ...httpStep({ id: 'a' }),
  request: { method: 'POST', url: 'https://api.test/:id', path: { id: 1 } },
  forEach: { items: [1] },
  classify: [{ when: { left: '{{response.body}}', op: 'exists' }, as: 'fail' }],
  pagination: {
    type: 'cursor',
    cursor: '{{response.body.next}}',
    name: 'after',
    items: '{{response.body.items}}',
    stopWhen: { left: '{{response.body}}', op: 'exists' },
  },
  poll: { until: { left: '{{response.body}}', op: 'exists' }, intervalMs: 1_000, maxAttempts: 2 },
  reconcile: {
    request: { method: 'GET', url: 'https://api.test/', query: {} },
    found: { left: '{{response.body}}', op: 'exists' },
  },
  output: { x: 1 },
};
/** Another text at a place of the step, beside what it reads of its response. */
const at = (place: string, text: string, step: Step = paged): Graph => {
  const before = place.endsWith('.items') || /next|cursor/.test(place) ? '{{response.body}}' : '';
  return { steps: [setAtPlace(step, place, `${before}${text}`)] };
};

const LOOP_PLACES = [
  'request.url',
  'request.path.id',
  'request.headers.x',
  'classify[0].when.left',
  'pagination.stopWhen.left',
  'poll.until.left',
  'reconcile.request.query.x',
  'reconcile.found.left',
  'output.x',
];
const ANSWER_PLACES = [
  'classify[0].when.left',
  'pagination.cursor',
  'pagination.stopWhen.left',
  'poll.until.left',
  'reconcile.found.left',
  'output.x',
];

describe('roots', () => {
  it.each(LOOP_PLACES)('[G8] item and index are there at %s', (place) => {
    const text = place.endsWith('url') ? 'https://api.test/:id/{{item}}' : '{{item}}{{response.body}}';
    const found = codes(at(place, text)).filter((code) => code !== 'missing_field');
    const isAnswer = ANSWER_PLACES.includes(place);
    expect(found).toEqual(isAnswer || place.endsWith('url') ? [] : ['unknown_root']);
    const without = setAtPlace(paged, 'forEach', undefined);
    expect(codes(at(place, text, without))).toContain('unknown_root');
  });

  it.each(['when.left', 'forEach.items'])('[G8] item is not there yet at %s', (place) => {
    const step = { ...paged, when: { left: 1, op: 'exists' as const } };
    expect(validateGraph(at(place, '{{item}}', step))).toContainEqual(
      expect.objectContaining({
        code: 'unknown_root',
        path: place,
        message: "item isn't there yet: this is read before the loop.",
      }),
    );
  });

  it.each(['when.left', 'forEach.items', 'request.headers.x', 'reconcile.request.query.x'])(
    '[G8] response is not there yet at %s',
    (place) => {
      const step = { ...paged, when: { left: 1, op: 'exists' as const } };
      expect(validateGraph(at(place, '{{response.body}}', step))).toContainEqual(
        expect.objectContaining({
          code: 'unknown_root',
          path: place,
          message: expect.stringContaining('no response yet'),
        }),
      );
    },
  );

  it.each<[string, Step, string[]]>([
    ['a connector', { id: 'a', type: 'connector', connector: 'x', input: {} }, []],
    ['an action', { id: 'a', type: 'action', action: 'x' }, []],
    ['a wait', { id: 'a', type: 'wait', until: 0 }, []],
    [
      'a branch',
      { id: 'a', type: 'branch', cases: [{ id: 'x', when: { not: { all: [] } } }] },
      ['missing_field'],
    ],
    ['a transform', { id: 'a', type: 'transform' }, ['unknown_root']],
  ])('[G8] response in the output of %s', (_name, step, expected) => {
    expect(codes({ steps: [{ ...step, output: { x: '{{response.body}}' } }] })).toEqual(expected);
  });

  it('[G8] workspace is there in both requests, and nowhere else', () => {
    const place = (where: string) => codes(at(where, '{{workspace.x.y}}'));
    expect(place('request.headers.x')).toEqual([]);
    expect(place('reconcile.request.query.x')).toEqual([]);
    for (const where of ['output.x', 'classify[0].when.left', 'pagination.cursor', 'forEach.items'])
      expect(place(where)).toContain('secret_outside_request');
  });

  it('[G8] what a condition asks for with exists or empty may be missing', () => {
    const asks = (op: 'exists' | 'not_empty' | 'equals', left: JsonValue) =>
      codes(
        graph('a -> b', {
          a: { sample: { id: 1 } },
          b: { when: { left, op, ...(op === 'equals' && { right: 'x' }) } },
        }),
      );
    expect(asks('exists', '{{error.message}}')).toEqual([]);
    expect(asks('exists', '{{a.nope}}')).toEqual([]);
    expect(asks('not_empty', { deep: ['{{a.nope}}'] })).toEqual([]);
    expect(asks('exists', '{{nope}}')).toEqual(['unknown_root']);
    expect(asks('equals', '{{error.message}}')).toEqual(['unknown_root']);
    expect(asks('equals', '{{a.nope}}')).toEqual(['unknown_field']);
  });

  it('[G6] [G7] conditions are checked like any other place', () => {
    const value = graph('a, b', {
      a: {
        when: {
          any: [{ not: { left: 1, op: 'equals', right: '{{b.x}}' } }, { left: '{{inptu}}', op: 'exists' }],
        },
      },
    });
    expect(validateGraph(value)).toMatchObject([
      { code: 'not_an_ancestor', path: 'when.any[0].not.right', fix: { type: 'add_edge' } },
      { code: 'unknown_root', path: 'when.any[1].left', fix: { to: 'input' } },
    ]);
  });
});

describe('cases', () => {
  const branch: Step = {
    id: 'a',
    type: 'branch',
    cases: [
      { id: 'large', name: 'Large orders', when: { left: '{{input.n}}', op: 'gt', right: 1 } },
      { id: 'small', when: { left: '{{input.n}}', op: 'lt', right: 1 } },
    ],
  };
  it.each<[string, string[]]>([
    ['a -large> b, a -small> c', []],
    ['a -large> b, a -small> c, a -else> d', []],
    ['a -large> b, a -large> c, a -small> d, a -x> e', []],
    ['a -> b', []],
    ['a -else> b', ['unused_case', 'unused_case']],
    ['a -> b, a -small> c', ['unused_case']],
    ['a -large> b, a -smal> c', ['unknown_case', 'unused_case']],
  ])('[G19] %s', (text, expected) => {
    expect(codes(graph(text, { a: branch }))).toEqual(expected);
  });

  it('[G19] a case that no line follows is called by its name', () => {
    expect(validateGraph(graph('a -small> b', { a: branch }))).toMatchObject([
      {
        severity: 'warning',
        stepId: 'a',
        path: 'cases[0]',
        message: expect.stringContaining("'Large orders'"),
      },
    ]);
  });
});

describe('types', () => {
  const behind = (sample: JsonValue, more: Partial<HttpStep>) =>
    codes(graph('b -> a', { b: { sample }, a: more }));
  it.each<[string, JsonValue, string, JsonValue, string[]]>([
    ['{{b.n}}', { n: 1 }, 'gt', 5, []],
    ['{{b.n}}', { n: 1.5 }, 'equals', 5, []],
    ['{{b.n}}', { n: null }, 'gt', 5, []],
    ['{{b.n}}', { n: 1 }, 'equals', null, []],
    ['{{b.n}}', { n: 'x' }, 'gt', '2024-01-01', []],
    ['{{b.n | number}}', { n: 'x' }, 'gt', 5, []],
    ['{{b.n | upper}}', { n: 'x' }, 'gt', 5, ['type_mismatch']],
    ['{{b.n}}', { n: [1] }, 'contains', 5, []],
    ['{{b.n}}', { n: { x: 1 } }, 'contains', 'x', []],
    ['{{b.n}}', { n: { x: 1 } }, 'contains', 5, ['type_mismatch']],
    ['{{b.n}}', { n: 5 }, 'contains', 5, ['type_mismatch']],
    ['{{b.n}}', { n: 5 }, 'in', [1, 'x'], []],
    ['{{b.n}}', { n: 5 }, 'in', '5', ['type_mismatch']],
    ['{{b.n}}', { n: true }, 'equals', 'true', ['type_mismatch']],
    ['{{b.n}}', { n: true }, 'not_equals', true, []],
    ['{{b[*]}}', [1], 'equals', [1], []],
    ['{{b[*]}}', [1], 'starts_with', 'x', ['type_mismatch']],
    ['{{b.n}} {{b.n}}', { n: 1 }, 'gt', 5, ['type_mismatch']],
  ])('[G20] %s of %j %s %j', (left, sample, op, right, expected) => {
    expect(behind(sample, { when: { left, op: op as 'gt', right } })).toEqual(expected);
  });

  it('[G20] what comes from a run is a warning, what is written down an error', () => {
    const severities = (value: Graph) => validateGraph(value).map(({ severity }) => severity);
    expect(
      severities(
        graph('b -> a', { b: { sample: { n: [] } }, a: { when: { left: '{{b.n}}', op: 'gt', right: 1 } } }),
      ),
    ).toEqual(['warning']);
    expect(severities(graph('a', { a: { when: { left: [], op: 'gt', right: 1 } } }))).toEqual(['error']);
    expect(severities(graph('a', { a: { when: { left: 'x', op: 'gt', right: 1 } } }))).toEqual(['error']);
    expect(severities(graph('a', { a: { when: { left: 'x', op: 'equals', right: 1 } } }))).toEqual([
      'warning',
    ]);
  });

  it.each<[JsonValue, JsonValue, string[]]>([
    [[1], '{{b}}', []],
    [{ items: [1] }, '{{b.items}}', []],
    [{ items: 'a,b' }, '{{b.items | split(",")}}', []],
    [{ items: { x: 1 } }, '{{b.items}}', ['type_mismatch']],
    [{}, ['{{b}}', 1], []],
    [{}, 'x', ['type_mismatch']],
  ])('[G21] a loop over %j by %j', (sample, items, expected) => {
    expect(behind(sample, { forEach: { items } })).toEqual(expected);
  });
});

describe('what a step gives', () => {
  const reads = (source: Partial<HttpStep> | Step, text: string, more: object = {}) =>
    validateGraph({
      steps: [
        'type' in source && source.type !== 'http'
          ? (source as Step)
          : httpStep({ ...(source as Partial<HttpStep>), id: 'b' }),
        { ...httpStep({ id: 'a' }), ...sends(text), ...more },
      ],
    });
  it.each<[string, Partial<HttpStep> | Step, string, string | undefined]>([
    ['is a list where it is a loop', { forEach: { items: [1] }, output: { id: 1 } }, '{{b.id}}', 'b[0].id'],
    [
      'has its fields in each item of a loop',
      { forEach: { items: [1] }, output: { id: 1 } },
      '{{b[2].idd}}',
      'b[2].id',
    ],
    [
      'may be an error in a loop that collects them',
      { forEach: { items: [1], onItemError: 'collect' }, output: { id: 1 } },
      '{{b[2].error.code}}',
      undefined,
    ],
    [
      'is known as deep as it is written out',
      { output: { user: { email: '{{response.body.x}}' } } },
      '{{b.user.emial}}',
      'b.user.email',
    ],
    ['is the case of a branch', { id: 'b', type: 'branch', cases: [] }, '{{b.cas}}', 'b.case'],
    ['is the end of a wait', { id: 'b', type: 'wait', until: 0 }, '{{b.untl}}', 'b.until'],
  ])('[G9] %s', (_name, source, text, to) => {
    const [problem] = reads(source, text).filter(({ code }) => code === 'unknown_field');
    expect(problem?.fix?.type === 'replace_reference' ? problem.fix.to : undefined).toBe(to);
  });

  it('[G9] is a list of all items where pages are put together', () => {
    const pagination = { type: 'page' as const, name: 'page', items: '{{response.body.items}}' };
    expect(reads({ pagination }, 'x', { forEach: { items: '{{b}}' } })).toEqual([]);
    expect(
      reads({ pagination, responseType: 'text' }, 'x', { when: { left: '{{b}}', op: 'gt', right: 1 } }),
    ).toMatchObject([
      { code: 'type_mismatch', message: 'This field wants a number or text, and {{b}} gives a list.' },
    ]);
  });

  it('[G9] item has the fields of the items that are known', () => {
    const items = { sample: { list: [{ name: 'x' }] } };
    const loop = (text: string, list: JsonValue) =>
      reads(items, text, { forEach: { items: list } }).map(
        ({ fix }) => fix?.type === 'replace_reference' && fix.to,
      );
    expect(loop('{{item.nmae}}', '{{b.list}}')).toEqual(['item.name']);
    expect(loop('{{item.nmae}}', [{ name: 1 }])).toEqual(['item.name']);
    expect(loop('{{item.nmae}}', '{{b.list | reverse}}')).toEqual([]);
  });

  it('[G9] response, error and execution have their own fields', () => {
    expect(
      reads({ output: { x: '{{response.boyd}} {{response.status}}' } }, '{{execution.idd}}'),
    ).toMatchObject([
      { stepId: 'b', fix: { to: 'response.body' } },
      { stepId: 'a', fix: { to: 'execution.id' } },
    ]);
    expect(validateGraph(graph('a -x> b', { b: sends('{{error.mesage}}') }))).toMatchObject([
      { fix: { to: 'error.message' } },
    ]);
    const wait: Step = { id: 'b', type: 'wait', until: 0, output: { x: '{{response.status}}' } };
    expect(reads(wait, 'x')).toMatchObject([{ code: 'unknown_field' }]);
    const output = { x: '{{response.pages}} {{response.hasMore}}' };
    const pagination = { type: 'link_header' as const, items: '{{response.body}}' };
    expect(reads({ output, pagination }, 'x')).toEqual([]);
    expect(reads({ output }, 'x')).toHaveLength(2);
  });
});
