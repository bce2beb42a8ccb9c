import type { Graph, HttpStep, Step, ValidationContext } from '#engine';

const http = (id: string, more: Partial<HttpStep>): HttpStep => ({
  id,
  type: 'http',
  request: { method: 'GET', url: 'https://api.test/' },
  ...more,
});

const steps: Step[] = [
  http('list', {
    request: {
      method: 'POST',
      url: 'https://api.test/:kind/{{input.id}}?x={{input.id}}',
      path: { kind: '{{input.id}}' },
      query: { 'odd key': ['{{input.id}}', 1] },
      headers: { 'X-Trace': '{{execution.id}}' },
      auth: { type: 'basic', username: '{{workspace.shop.user}}', password: '{{workspace.shop}}' },
      body: {
        type: 'graphql',
        query: 'query ($id: ID!) { items(id: $id) { id } }',
        variables: { id: '{{input.id}}' },
      },
      idempotency: { header: 'X-Key', key: '{{execution.id}}-list' },
    },
    when: {
      all: [
        { left: '{{input.id}}', op: 'not_empty' },
        {
          any: [
            { not: { left: '{{input.id}}', op: 'matches', right: '^x' } },
            { left: 1, op: 'lt', right: 2 },
          ],
        },
      ],
    },
    classify: [
      { when: { left: '{{response.body.ok}}', op: 'equals', right: false }, as: 'fail' },
      { when: { left: '{{response.status}}', op: 'in', right: [202, 204] }, as: 'success_empty' },
    ],
    pagination: {
      type: 'cursor',
      cursor: '{{response.body.next}}',
      in: 'body',
      name: 'variables.after',
      items: '{{response.body.items}}',
      stopWhen: { left: '{{response.body.more}}', op: 'equals', right: false },
    },
    reconcile: {
      request: {
        method: 'GET',
        url: 'https://api.test/find',
        query: { id: '{{input.id}}' },
        auth: { type: 'credential', slot: 'shop' },
      },
      found: { left: '{{response.body.count}}', op: 'gt', right: 0 },
    },
    retry: { attempts: 5, on: ['timeout', 429] },
    timeoutMs: 5_000,
    sample: [{ id: 'a', total: 5, note: null }],
  }),
  http('send', {
    request: {
      method: 'POST',
      url: '{{input.url}}',
      auth: {
        type: 'hmac',
        secret: '{{workspace.signing}}',
        algorithm: 'sha256',
        encoding: 'hex',
        header: 'X-Signature',
        sign: ['timestamp', { text: '.' }, 'body'],
      },
      body: {
        type: 'multipart',
        fields: { id: '{{item.id}}' },
        files: {
          'a file': { content: '{{item}}', filename: '{{index}}.json', contentType: 'application/{{index}}' },
        },
      },
    },
    forEach: { items: '{{list}}', concurrency: 2, onItemError: 'collect' },
    poll: {
      until: { left: '{{response.body.state}}', op: 'not_equals', right: 'busy' },
      intervalMs: 500,
      maxAttempts: 10,
    },
    output: { id: '{{item.id}}', 'the url': 'of {{response.body.url}}' },
  }),
  {
    id: 'way',
    type: 'branch',
    cases: [
      { id: 'none', when: { left: '{{send}}', op: 'empty' } },
      { id: 'many', when: { left: '{{send | length}}', op: 'gte', right: 100 } },
    ],
  },
  { id: 'pause', type: 'wait', for: { seconds: '{{input.delay}}' } },
  { id: 'until', type: 'wait', until: '{{input.date}}', output: { ended: '{{response.body.until}}' } },
  {
    id: 'ship',
    type: 'connector',
    connector: 'ship',
    input: { to: '{{list[0].id}}', deep: { list: ['{{input.id}}'] } },
    credentials: { carrier: 'shop' },
  },
  {
    id: 'tell',
    type: 'action',
    action: 'tell',
    input: { text: '{{error.message}}' },
    retry: { attempts: 2 },
  },
  { id: 'end', type: 'transform', output: { all: '{{list[*].id}}', shipped: '{{ship.id | default(null)}}' } },
  http('sign', {
    request: {
      method: 'PUT',
      url: 'https://s3.test/{{input.id}}',
      auth: {
        type: 'aws_sigv4',
        accessKeyId: '{{workspace.aws.accessKeyId}}',
        secretAccessKey: '{{workspace.aws.secretAccessKey}}',
        sessionToken: '{{workspace.aws.sessionToken}}',
        region: '{{input.id}}',
        service: 's3',
      },
      body: { type: 'base64', content: '{{input.file}}' },
    },
    pagination: { type: 'next_url', next: '{{response.headers.link}}', items: '{{response.body}}' },
  }),
  http('text', {
    request: {
      method: 'POST',
      url: 'https://api.test/text',
      auth: { type: 'api_key', in: 'header', name: 'X-Key', value: '{{workspace.shop.key}}', prefix: 'Bot ' },
      body: { type: 'text', text: 'Hello {{input.id}}', contentType: 'text/plain' },
    },
  }),
  http('form', {
    request: {
      method: 'POST',
      url: 'https://api.test/form',
      auth: { type: 'oauth2', token: '{{workspace.shop.token}}' },
      body: { type: 'form', fields: { a: '{{input.id}}', b: ['{{input.id}}'] } },
    },
  }),
];

/** A sound graph that uses all that a graph can have. */
export const richGraph: Graph = {
  steps,
  edges: [
    { source: 'list', target: 'send' },
    { source: 'send', target: 'way' },
    { source: 'way', target: 'pause', on: 'none' },
    { source: 'way', target: 'until', on: 'many' },
    { source: 'way', target: 'ship', on: 'else' },
    { source: 'ship', target: 'tell', on: 'failure' },
    { source: 'ship', target: 'end' },
    { source: 'end', target: 'sign' },
    { source: 'end', target: 'text' },
    { source: 'end', target: 'form' },
  ],
  output: { items: '{{list}}', shipped: '{{ship.id | default(null)}}' },
};

/** All that may be known around it. */
export const richContext: ValidationContext = {
  inputSchema: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      url: { type: 'string' },
      delay: { type: 'integer' },
      date: { type: 'string' },
      file: { type: 'string' },
    },
  },
  connectors: (name) =>
    name === 'ship'
      ? {
          name: 'Ship',
          definition: {
            inputSchema: {
              type: 'object',
              required: ['to'],
              properties: { to: { type: 'string' }, deep: {} },
            },
            outputSchema: { type: 'object', properties: { id: { type: 'string' } } },
          },
          slots: ['carrier'],
        }
      : undefined,
  actions: (id) => (id === 'tell' ? { name: 'Tell' } : undefined),
  slots: ['signing', { slot: 'shop', fields: ['user', 'key', 'token'] }, 'aws'],
  permissions: { hosts: ['api.test', 's3.test'], methods: ['GET', 'POST', 'PUT'] },
};
