import { describe, expect, it } from 'vitest';
import {
  type Graph,
  type HttpBody,
  type HttpStep,
  type Problem,
  type ValidationContext,
  validateGraph,
} from '#engine';
import { graph, sends } from '../../support/engine.js';

const get = (url: string, more: Partial<HttpStep['request']> = {}): HttpStep['request'] => ({
  method: 'GET',
  url,
  ...more,
});
const codes = (problems: readonly Problem[]) => problems.map((problem) => problem.code);
const validate = (value: Graph, context?: ValidationContext) => validateGraph(value, context);

describe('references', () => {
  it('[G6] to a step that does not come before: an edge puts it right, unless that makes a cycle', () => {
    const value = graph('a -> b, a -> c, c -> d', {
      c: sends('{{b.id}}'),
      a: sends('{{d.id}}'),
      d: sends('{{d.x}}'),
    });
    expect(validate(value)).toMatchObject([
      {
        code: 'not_an_ancestor',
        stepId: 'a',
        message: "'d' runs after this step. Use a step before this one.",
      },
      {
        code: 'not_an_ancestor',
        stepId: 'c',
        path: 'request.body.value',
        fix: { type: 'add_edge', source: 'b', target: 'c' },
      },
      {
        code: 'not_an_ancestor',
        stepId: 'd',
        message: "A step can't use its own output. In its output, use response.",
      },
    ]);
    expect(
      validate({ ...value, edges: [...(value.edges ?? []), { source: 'b', target: 'c' }] }),
    ).toHaveLength(2);
  });

  it('[G7] to a root that is not there', () => {
    const value = graph('user -> b', { b: sends({ email: '{{usr.email}}', x: '{{zzzzzz}}' }) });
    expect(validate(value)).toMatchObject([
      {
        code: 'unknown_root',
        path: 'request.body.value.email',
        fix: { type: 'replace_reference', from: 'usr.email', to: 'user.email' },
      },
      { code: 'unknown_root', path: 'request.body.value.x' },
    ]);
  });

  it.each<[string, Graph, Problem['code'][]]>([
    ['item outside a loop', graph('a', { a: sends('{{item.id}}') }), ['unknown_root']],
    ['response in a request', graph('a', { a: sends('{{response.body}}') }), ['unknown_root']],
    ['response in an output', graph('a', { a: { output: { id: '{{response.body.id}}' } } }), []],
    ['error without a failure', graph('a -> b', { b: sends('{{error.message}}') }), ['unknown_root']],
    ['error that is optional', graph('a -> b', { b: sends('{{error.message | default("")}}') }), []],
    ['error after a failure', graph('a -x> b, b -> c', { c: sends('{{error.message}}') }), []],
    [
      'a credential in a request',
      graph('a', {
        a: { request: get('http://x.test/', { headers: { authorization: 'Bearer {{workspace.x}}' } }) },
      }),
      [],
    ],
    [
      'a credential with a function',
      graph('a', { a: { request: get('http://x.test/', { headers: { a: '{{workspace.x | upper}}' } }) } }),
      ['secret_outside_request'],
    ],
    [
      'error in an output of the graph',
      {
        ...graph('a -x> b'),
        output: { x: '{{error.message}}', y: '{{error.message | default("")}}' },
      },
      ['unknown_root'],
    ],
    [
      'a credential in an output',
      graph('a', { a: { output: { x: '{{workspace.x}}' } } }),
      ['secret_outside_request'],
    ],
    ['execution', graph('a', { a: sends('{{execution.id}}') }), []],
    ['an unknown function', graph('a', { a: sends('{{input | uper}}') }), ['unknown_function']],
    ['text that can not be read', graph('a', { a: sends(['{{input.}}', '{{']) }), ['syntax', 'syntax']],
    ['an output of the graph', { ...graph('a'), output: { x: '{{b.c}}', y: '{{a.c}}' } }, ['unknown_root']],
  ])('[G8] %s', (_name, value, expected) => {
    expect(codes(validate(value))).toEqual(expected);
  });

  it.each<[string, HttpBody, Problem['code'][]]>([
    ['the text of', { type: 'base64', content: '{{workspace.x}}' }, ['secret_outside_request']],
    [
      'a file of bytes in',
      { type: 'multipart', files: { 'a b': { content: { base64: '{{workspace.x}}' } } } },
      ['secret_outside_request'],
    ],
    ['a file of text in', { type: 'multipart', files: { 'a b': { content: '{{workspace.x}}' } } }, []],
  ])('[S14] to a credential as %s a body', (_, body, expected) => {
    const request = { method: 'POST' as const, url: 'https://x.test/', body };
    expect(codes(validate(graph('a', { a: { request } })))).toEqual(expected);
  });

  it('[G9] to a field that a sample, a declared output or a schema does not have', () => {
    const value = graph('a -> b, b -> c', {
      a: { sample: { user: { email: 'x' }, items: [{ id: 1 }] } },
      b: { output: { total: 1 } },
      c: sends([
        '{{a.user.emial}}',
        '{{b.totl}}',
        '{{input.usrId}}',
        '{{a.items[3].id}}',
        '{{a.items.id}}',
        '{{a.nope | default(1)}}',
        '{{b.total}}',
      ]),
    });
    const inputSchema = { type: 'object', properties: { userId: { type: 'integer' } } };
    expect(validate(value, { inputSchema })).toMatchObject([
      {
        code: 'unknown_field',
        severity: 'warning',
        message: "a.user seems to have no 'emial'. It has 'email'.",
        fix: { from: 'a.user.emial', to: 'a.user.email' },
      },
      { code: 'unknown_field', fix: { to: 'b.total' } },
      { code: 'unknown_field', fix: { to: 'input.userId' } },
      { code: 'unknown_field', path: 'request.body.value[4]' },
    ]);
    expect(validate(value)).toHaveLength(3);
  });
});
