import type { JsonValue } from '#engine';
import { httpStep } from './engine.js';
import { type Example, request, step, wait } from './problem-steps.js';

const nested = (depth: number): JsonValue => (depth === 0 ? '{{input}}' : [nested(depth - 1)]);

/** Documents that are none, whatever stands around them. */
export const documentExamples: Example[] = [
  { graph: { steps: [], more: 1 } },
  { graph: wait({ until: -1e20 }), at: 'a:until' },
  { graph: wait({ until: '2030-02-31' }), at: 'a:until' },
  {
    graph: step({ request: request({ method: 'POST', body: { type: 'json', value: nested(65) } }) }),
    at: 'a:request.body.value',
  },
  { graph: { steps: [httpStep({ id: 'a' })], output: nested(65) }, at: 'output' },
  { graph: step({ request: request({ headers: { 'X A': '1' } }) }), at: "a:request.headers['X A']" },
  { graph: step({ request: request({ headers: { a: 'x\ny' } }) }), at: 'a:request.headers.a' },
  { graph: step({ request: request({ headers: { a: ['x'] } }) }), at: 'a:request.headers.a' },
  {
    graph: step({ request: request({ url: 'https://api.test/:id', path: { id: null } }) }),
    at: 'a:request.path.id',
  },
  { graph: step({ request: request({ idempotency: { key: 'x\ny' } }) }), at: 'a:request.idempotency.key' },
  {
    graph: step({ request: request({ idempotency: { header: 'Host' } }) }),
    at: 'a:request.idempotency.header',
  },
  {
    graph: step({ request: request({ auth: { type: 'api_key', in: 'header', name: 'a b', value: 'x' } }) }),
    at: 'a:request.auth.name',
  },
  {
    graph: step({
      request: request({ auth: { type: 'api_key', in: 'query', name: 'a', value: 'x', prefix: '\n' } }),
    }),
    at: 'a:request.auth.prefix',
  },
  {
    graph: step({ request: request({ body: { type: 'base64', content: '', contentType: 'a\r\nb' } }) }),
    at: 'a:request.body.contentType',
  },
  { graph: wait({ for: { seconds: -1 } }), at: 'a:for.seconds' },
  { graph: wait({ for: { seconds: 366 * 86_400 + 1 } }), at: 'a:for.seconds' },
  { graph: wait({ until: 'tomorrow' }), at: 'a:until' },
  { graph: wait({ until: '2030-01-31T09:00:00' }), at: 'a:until' },
  { graph: step({ forEach: { items: Array.from({ length: 10_001 }, () => 0) } }), at: 'a:forEach.items' },
  {
    graph: step({
      pagination: { type: 'page', in: 'header', name: 'a b', items: '{{response.body.items}}' },
    }),
    at: 'a:pagination.name',
  },
];
