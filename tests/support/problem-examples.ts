import type { ProblemCode } from '#engine';
import { graph, httpStep, sends } from './engine.js';
import { documentExamples } from './problem-documents.js';
import { branch, type Example, request, step, wait, when } from './problem-steps.js';

/** At least one example of every code: a code without one doesn't compile. */
export const examples: Record<ProblemCode, Example[]> = {
  invalid_document: documentExamples,
  no_steps: [{ graph: { steps: [] } }],
  duplicate_step_id: [
    { graph: { steps: [httpStep({ id: 'a' }), httpStep({ id: 'a' })], edges: [] }, at: 'a:id' },
  ],
  dangling_edge: [{ graph: { ...graph('a'), edges: [{ source: 'a', target: 'b' }] }, at: 'edges[0]' }],
  duplicate_edge: [{ graph: graph('a -> b, a -> b'), at: 'edges[1]' }],
  cycle: [{ graph: graph('a -> b, b -> a') }],
  unreachable_step: [{ graph: graph('a -> a, a -> b') }],
  duplicate_case: [{ graph: { steps: [branch('x', 'x', 'x_2')] }, at: 'a:cases[1].id', fixed: 'x_3' }],
  unknown_case: [
    { graph: graph('a -larg> b', { a: branch('large') }), at: 'edges[0].on', fixed: 'large' },
    { graph: graph('a -zzz> b', { a: branch('large') }), at: 'edges[0].on' },
    { graph: graph('a -large> b'), at: 'edges[0].on' },
    { graph: graph('a -sucess> b'), at: 'edges[0].on', fixed: 'success' },
    { graph: graph('a -else> b'), at: 'edges[0].on' },
  ],
  unused_case: [{ graph: graph('a -large> b', { a: branch('large', 'small') }), at: 'a:cases[1]' }],
  syntax: [
    { graph: step(sends('{{input.}}')), at: 'a:request.body.value' },
    { graph: when({ left: 'x', op: 'matches', right: '(' }), at: 'a:when.right' },
    {
      graph: step({ request: request({ body: { type: 'graphql', query: '{ a(id: "{{input}}") }' } }) }),
      at: 'a:request.body.query',
    },
  ],
  unknown_root: [
    {
      graph: graph('user -> a', { a: sends('{{usr.id}} {{usr.id2}} {{user.id}}') }),
      at: 'a:request.body.value',
      fixed: '{{user.id}} {{usr.id2}} {{user.id}}',
    },
    { graph: { ...graph('user'), output: '{{usr}}' }, at: 'output', fixed: '{{user}}' },
  ],
  not_an_ancestor: [{ graph: graph('a, b', { b: sends('{{a}}') }), at: 'b:request.body.value' }],
  unknown_function: [
    {
      graph: step(sends('{{input.uper | uper}}')),
      at: 'a:request.body.value',
      fixed: '{{input.uper | upper}}',
    },
  ],
  secret_outside_request: [
    { graph: step({ output: { x: '{{workspace.x}}' } }), at: 'a:output.x' },
    { graph: step(sends('{{workspace.x | upper}}')), at: 'a:request.body.value' },
    { graph: step(sends('{{workspace}}')), at: 'a:request.body.value' },
    { graph: step(sends('{{workspace.a.b.c}}')), at: 'a:request.body.value' },
    { graph: step(sends('{{workspace[*]}}')), at: 'a:request.body.value' },
    { graph: when({ left: '{{workspace.x}}', op: 'exists' }), at: 'a:when.left' },
  ],
  bad_url: [
    {
      graph: step({ request: request({ url: 'api.test/x' }) }),
      at: 'a:request.url',
      fixed: 'https://api.test/x',
    },
    {
      graph: step({
        request: { ...request({}), method: 'POST' },
        reconcile: { request: request({ url: '' }), found: { left: '{{response.body}}', op: 'exists' } },
      }),
      at: 'a:reconcile.request.url',
    },
  ],
  missing_field: [
    { graph: when({ left: '', op: 'equals', right: 'x' }), at: 'a:when.left' },
    { graph: step({ request: request({ url: 'https://api.test/:id' }) }), at: 'a:request.path.id' },
    { graph: { steps: [{ id: 'a', type: 'transform' }] }, at: 'a:output' },
    { graph: { steps: [branch()] }, at: 'a:cases' },
    { graph: wait({}), at: 'a:for', fixed: { seconds: 60 } },
    { graph: when({ left: 1, op: 'equals' }), at: 'a:when.right' },
    { graph: when({ any: [] }), at: 'a:when.any' },
    { graph: when({ not: { all: [] } }), at: 'a:when.not.all' },
    {
      graph: step({ request: request({ auth: { type: 'bearer', token: ' ' } }) }),
      at: 'a:request.auth.token',
    },
    {
      graph: step({ request: request({ auth: { type: 'basic', username: '', password: '' } }) }),
      at: 'a:request.auth.username',
    },
    { graph: step({ request: request({ body: { type: 'multipart', files: {} } }) }), at: 'a:request.body' },
    {
      graph: step({ request: request({ body: { type: 'graphql', query: ' ' } }) }),
      at: 'a:request.body.query',
    },
    {
      graph: step({
        poll: { until: { left: '{{input.x}}', op: 'exists' }, intervalMs: 1_000, maxAttempts: 2 },
      }),
      at: 'a:poll.until',
    },
    { graph: step({ pagination: { type: 'page', name: 'page', items: '' } }), at: 'a:pagination.items' },
    {
      graph: step({ pagination: { type: 'next_url', next: '{{input.x}}', items: '{{response.body}}' } }),
      at: 'a:pagination.next',
    },
    {
      graph: { steps: [{ id: 'a', type: 'action', action: 'tell' }] },
      context: { actions: () => ({ name: 'Tell', inputSchema: { type: 'object', required: ['text'] } }) },
      at: 'a:input.text',
    },
  ],
  unknown_field: [
    {
      graph: step({ output: { x: '{{input.tags.name}}' } }),
      context: { inputSchema: { type: 'object', properties: { tags: { type: 'array' } } } },
      at: 'a:output.x',
      fixed: '{{input.tags[0].name}}',
    },
    {
      graph: step({ output: { x: '{{input.name.first}}' } }),
      context: { inputSchema: { type: 'object', properties: { name: { type: ['string', 'null'] } } } },
      at: 'a:output.x',
    },
    {
      graph: step({ output: { x: '{{input.name[0]}}' } }),
      context: { inputSchema: { type: 'object', properties: { name: { type: 'string' } } } },
      at: 'a:output.x',
    },
    {
      graph: graph('b -> a', { b: { sample: { email: 'x' } }, a: sends('{{b.emial}}') }),
      at: 'a:request.body.value',
      fixed: '{{b.email}}',
    },
    { graph: { steps: [{ id: 'a', type: 'wait', until: 0, timeoutMs: 5 }] }, at: 'a:timeoutMs' },
    { graph: { steps: [{ ...branch('x'), retry: {} }] }, at: 'a:retry' },
    { graph: step({ unknownOutcome: 'retry' }), at: 'a:unknownOutcome' },
    { graph: step({ request: request({ path: { id: 1 } }) }), at: 'a:request.path.id' },
    {
      graph: { steps: [{ id: 'a', type: 'action', action: 'tell', input: { txt: 1, x: 2 } }] },
      context: { actions: () => ({ name: 'Tell', inputSchema: { properties: { text: {} } } }) },
      at: 'a:input.txt',
      fixed: { text: 1, x: 2 },
    },
  ],
  conflict: [
    { graph: wait({ for: { seconds: 1 }, until: 1 }), at: 'a:until' },
    { graph: when({ left: 1, op: 'exists', right: 1 }), at: 'a:when.right' },
    { graph: { steps: [{ ...branch('x'), forEach: { items: [] } }] }, at: 'a:forEach' },
    {
      graph: step({
        request: request({ headers: { AUTHORIZATION: 'x' }, auth: { type: 'bearer', token: 'x' } }),
      }),
      at: 'a:request.headers.AUTHORIZATION',
    },
    {
      graph: step({
        request: request({
          query: { key: 1 },
          auth: { type: 'api_key', in: 'query', name: 'key', value: 'x' },
        }),
      }),
      at: 'a:request.query.key',
    },
    {
      graph: step({ request: request({ headers: { 'idempotency-key': 'x' }, idempotency: { key: 'y' } }) }),
      at: 'a:request.idempotency.key',
    },
    {
      graph: step({
        pagination: { type: 'offset', in: 'body', name: 'skip', items: '{{response.body.items}}' },
      }),
      at: 'a:pagination.in',
      fixed: 'query',
    },
  ],
  unknown_connector: [
    {
      graph: { steps: [{ id: 'a', type: 'connector', connector: 'x', input: {} }] },
      context: { connectors: () => undefined },
      at: 'a:connector',
    },
  ],
  unknown_action: [
    {
      graph: { steps: [{ id: 'a', type: 'action', action: 'x' }] },
      context: { actions: () => undefined },
      at: 'a:action',
    },
  ],
  unknown_slot: [
    {
      graph: step(sends('{{workspace.stirpe.key}}')),
      context: { slots: ['stripe'] },
      at: 'a:request.body.value',
      fixed: '{{workspace.stripe.key}}',
    },
    {
      graph: step(sends('{{workspace.stripe.kye}}')),
      context: { slots: [{ slot: 'stripe', fields: ['key'] }] },
      at: 'a:request.body.value',
      fixed: '{{workspace.stripe.key}}',
    },
    {
      graph: step({ request: request({ auth: { type: 'credential', slot: 'stirpe' } }) }),
      context: { slots: [{ slot: 'stripe' }] },
      at: 'a:request.auth.slot',
      fixed: 'stripe',
    },
    {
      graph: {
        steps: [{ id: 'a', type: 'connector', connector: 'x', input: {}, credentials: { y: 'stirpe' } }],
      },
      context: { slots: ['stripe'] },
      at: 'a:credentials.y',
      fixed: 'stripe',
    },
    {
      graph: {
        steps: [{ id: 'a', type: 'connector', connector: 'x', input: {}, credentials: { y: 'stripe' } }],
      },
      context: { connectors: () => ({ name: 'X', definition: {}, slots: ['z'] }) },
      at: 'a:credentials.y',
    },
  ],
  not_permitted: [
    { graph: step({}), context: { permissions: { hosts: ['*.api.test'] } }, at: 'a:request.url' },
    {
      graph: step({ request: request({}) }),
      context: { permissions: { hosts: ['api.test'], methods: ['POST'] } },
      at: 'a:request.method',
    },
  ],
  type_mismatch: [
    { graph: when({ left: [1], op: 'gt', right: 1 }), at: 'a:when.left' },
    { graph: when({ left: 5, op: 'gt', right: '1' }), at: 'a:when.right', fixed: 1 },
    { graph: when({ left: 5, op: 'equals', right: 'x' }), at: 'a:when.right' },
    {
      graph: graph('b -> a', {
        b: { sample: { n: '5' } },
        a: { when: { left: '{{b.n}}', op: 'gte', right: 3 } },
      }),
      at: 'a:when.left',
      fixed: '{{b.n | number}}',
    },
    { graph: when({ left: 'x', op: 'contains', right: 1 }), at: 'a:when.right' },
    { graph: when({ left: 'x', op: 'in', right: 5 }), at: 'a:when.right' },
    { graph: when({ left: 'x', op: 'matches', right: 5 }), at: 'a:when.right' },
    { graph: step({ forEach: { items: { a: 1 } } }), at: 'a:forEach.items' },
    { graph: step({ forEach: { items: 'of {{input}}' } }), at: 'a:forEach.items' },
    {
      graph: graph('b -> a', {
        b: { sample: { page: 1, items: [1] } },
        a: { forEach: { items: '{{b}}' } },
      }),
      at: 'a:forEach.items',
      fixed: '{{b.items}}',
    },
    { graph: wait({ for: { seconds: '60' } }), at: 'a:for.seconds', fixed: 60 },
    { graph: wait({ until: true }), at: 'a:until' },
    { graph: step({ pagination: { type: 'page', name: 'page', items: 'items' } }), at: 'a:pagination.items' },
    {
      graph: { steps: [{ id: 'a', type: 'action', action: 'tell', input: { n: 'x' } }] },
      context: { actions: () => ({ name: 'Tell', inputSchema: { properties: { n: { type: 'number' } } } }) },
      at: 'a:input.n',
    },
  ],
};
