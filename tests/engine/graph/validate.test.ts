import { describe, expect, it } from 'vitest';
import {
  type Graph,
  type HttpStep,
  type Problem,
  parseGraph,
  type ValidationContext,
  validateGraph,
} from '#engine';
import { graph, httpStep } from '../../support/engine.js';

const get = (url: string, more: Partial<HttpStep['request']> = {}): HttpStep['request'] => ({
  method: 'GET',
  url,
  ...more,
});
const codes = (problems: readonly Problem[]) => problems.map((problem) => problem.code);
const validate = (value: Graph, context?: ValidationContext) => validateGraph(value, context);

describe('structure', () => {
  it('[G4] a sound graph has no problems', () => {
    expect(validate(graph('a -> b, a -> c, b -> d, c -x> d'))).toEqual([]);
  });

  it('[G4] an empty graph, a double id, a dangling edge and a double edge', () => {
    expect(codes(validate({ steps: [] }))).toEqual(['no_steps']);
    expect(validate({ steps: [httpStep({ id: 'a' }), httpStep({ id: 'a' })], edges: [] })).toMatchObject([
      { code: 'duplicate_step_id', stepId: 'a' },
    ]);
    // A chain goes on from one of them to the other: that is no line to remove.
    const steps = ['a', 'b', 'a'].map((id) => httpStep({ id }));
    expect(codes(validate({ steps }))).toEqual(['duplicate_step_id']);
    const dangling = { steps: [httpStep({ id: 'a' })], edges: [{ source: 'a', target: 'gone' }] };
    expect(validate(dangling)).toMatchObject([
      { code: 'dangling_edge', severity: 'error', path: 'edges[0]', fix: { type: 'remove_edge', index: 0 } },
    ]);
    expect(validate(graph('a -> b, a -> b'))).toMatchObject([
      { code: 'duplicate_edge', severity: 'warning', fix: { type: 'remove_edge', index: 1 } },
    ]);
  });

  it('[G5] a cycle names its steps and the edge that closes it; what only follows it never runs', () => {
    expect(validate(graph('a -> b, b -> c, c -> a, c -> d, d -> e'))).toMatchObject([
      {
        code: 'cycle',
        message: 'These steps wait for each other: a → b → c → a. Remove one of the lines.',
        fix: { type: 'remove_edge', index: 2 },
      },
      { code: 'unreachable_step', stepId: 'd' },
      { code: 'unreachable_step', stepId: 'e' },
    ]);
    expect(validate(graph('a -> a'))).toMatchObject([{ code: 'cycle', stepId: 'a' }]);
  });

  it('[G5] removing the edge of each cycle in turn leaves none', () => {
    let tangled = graph('a -> b, b -> a, b -> c, c -> d, d -> b, d -> a');
    for (let round = 0; round < 6; round++) {
      const cycle = validate(tangled).find((problem) => problem.fix?.type === 'remove_edge');
      if (cycle?.fix?.type !== 'remove_edge') break;
      const { index } = cycle.fix;
      tangled = { ...tangled, edges: tangled.edges?.filter((_, at) => at !== index) ?? [] };
    }
    expect(validate(tangled)).toEqual([]);
  });
});

describe('requests', () => {
  it.each([
    ['{{input.url}}', []],
    ['https://api.test', []],
    ['https://api.test/{{input.a}}?b={{input.b}}', []],
    ['http://localhost:4311/a?x=1#y', []],
    ['http://[::1]:80/a', []],
    ['https://{{input.host}}/a', ['bad_url']],
    ['https://api.{{input.host}}/a', ['bad_url']],
    ['https://api.test{{input.a}}', ['bad_url']],
    ['{{input.base}}/users', ['bad_url']],
    ['{{input.scheme}}://api.test/', ['bad_url']],
    ['https://user:pass@api.test/', ['bad_url']],
    ['https://api.test\\@evil.test/', ['bad_url']],
    ['ftp://api.test/', ['bad_url']],
    ['//api.test/', ['bad_url']],
    ['https://', ['bad_url']],
    ['https://api.test/a b', ['bad_url']],
    ['javascript:alert(1)', ['bad_url']],
  ])('[G10] %s', (url, expected) => {
    expect(codes(validate(graph('a', { a: { request: get(url) } })))).toEqual(expected);
  });

  it('[G10] headers and content types that no request can carry', () => {
    const request: HttpStep['request'] = {
      ...get('http://x.test/'),
      headers: { Host: 'y', 'X-A': 'z' },
      body: { type: 'text', text: '', contentType: 'text/plain\r\nX-Evil: 1' },
    };
    expect(validate(graph('a', { a: { request } }))).toMatchObject([
      { code: 'invalid_document', path: 'request.headers.Host' },
      { code: 'invalid_document', path: 'request.body.contentType' },
    ]);
  });

  it.each(['', '  '])(
    '[G10] a URL that is still empty (%j) is a draft, which says what is missing',
    (url) => {
      const draft = graph('a', { a: { request: get(url) } });
      expect(parseGraph(draft).ok).toBe(true);
      expect(validate(draft)).toEqual([
        {
          code: 'bad_url',
          severity: 'error',
          stepId: 'a',
          path: 'request.url',
          message: 'Enter a URL that begins with https://.',
        },
      ]);
    },
  );

  it('[G10] a URL without a scheme is completed by a fix', () => {
    expect(validate(graph('a', { a: { request: get('api.test/users') } }))).toMatchObject([
      {
        code: 'bad_url',
        path: 'request.url',
        fix: { type: 'set_value', path: 'request.url', value: 'https://api.test/users' },
      },
    ]);
  });

  it('[G11] values and names in the URL belong together', () => {
    const value = graph('a', {
      a: { request: get('http://api.test:80/u/:id/:kind.json', { path: { id: 1, knd: 2 } }) },
    });
    expect(validate(value)).toMatchObject([
      { code: 'missing_field', path: 'request.path.kind' },
      { code: 'unknown_field', severity: 'warning', path: 'request.path.knd' },
    ]);
  });
});
