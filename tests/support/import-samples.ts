import type { ImportRequest } from '../../api/import/import-resources.js';

/** Secrets that stand in the samples, and nowhere in what is made of them. */
export const sampleSecrets = {
  bearer: 'tok_live_9f8e7d6c5b4a3210ABCDwxyz',
  password: 'correct-horse-77',
  key: 'k-5512-aa81-zz',
  cookie: 'sess-0a1b2c3d4e5f',
  stripe: `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  hook: 'XpT9aB3dE5fG7hJ1kL2mN4pQ',
  mixed: 'Zk81mQpLx02VbNc7Rt5YwEs3',
};
const s = sampleSecrets;

const curlSample = String.raw`# Create an order
curl --request POST 'https://api.shop.example/v2/orders/8412?notify=true&api_key=${s.key}' \
  -H "Authorization: Bearer ${s.bearer}" -H 'X-Trace: ${s.mixed}' -H 'Accept: application/json' \
  --cookie 'sid=${s.cookie}' --compressed -k \
  -d '{"customer":{"email":"ada@example.com","vip":false},"lines":[{"sku":"LMP-01","quantity":2}],"note":null,"pin":"x","password":"${s.password}","stripe":"${s.stripe}"}'
curl -u 'ada:${s.password}' https://hooks.shop.example/services/T01/${s.hook} -F 'title=Report' -F 'file=@report.pdf'`;

const openApiSample = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'Parcels', version: '1' },
  servers: [{ url: 'https://{region}.parcels.example/v1/', variables: { region: { default: 'eu' } } }],
  security: [{ token: [] }],
  paths: {
    '/parcels/{parcelId}': {
      parameters: [{ $ref: '#/components/parameters/ParcelId' }],
      get: {
        operationId: 'getParcel',
        summary: 'Get a parcel',
        description: `Send Bearer ${s.stripe} to try it.`,
        parameters: [
          { name: 'fields', in: 'query', schema: { type: 'string', nullable: true } },
          {
            name: 'limit',
            in: 'query',
            schema: { type: 'integer', default: 20, minimum: 0, exclusiveMinimum: true },
          },
          { name: 'X-Client', in: 'header', required: true, schema: { type: 'string', example: s.mixed } },
        ],
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } } },
        },
      },
    },
    '/parcels': {
      post: {
        summary: 'Send a parcel',
        security: [{ key: [] }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } },
        },
        responses: { 201: { description: 'Sent.' } },
      },
    },
    '/labels': {
      post: {
        operationId: 'printLabel',
        security: [{ oauth: ['labels:write'] }],
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                required: ['parcel'],
                properties: {
                  parcel: { type: 'string' },
                  copies: { type: 'integer' },
                  api_secret: { type: 'string', default: s.password },
                },
              },
            },
          },
        },
        responses: { 204: { description: 'Printed.' } },
      },
    },
  },
  components: {
    parameters: { ParcelId: { name: 'parcelId', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: {
      Parcel: {
        type: 'object',
        required: ['weight'],
        properties: {
          weight: { type: 'number', minimum: 0, exclusiveMinimum: true },
          note: { type: 'string', nullable: true },
          inside: { type: 'array', items: { $ref: '#/components/schemas/Parcel' } },
          elsewhere: { $ref: 'https://elsewhere.example/schema.json' },
        },
      },
    },
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey', in: 'header', name: 'X-Parcels-Key' },
      oauth: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://login.parcels.example/token',
            scopes: { 'labels:write': 'Print' },
          },
        },
      },
    },
  },
});

const postmanSample = JSON.stringify({
  info: { name: 'Shop', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
  auth: { type: 'bearer', bearer: [{ key: 'token', value: s.bearer, type: 'string' }] },
  variable: [
    { key: 'baseUrl', value: 'https://{{host}}/api' },
    { key: 'host', value: 'shop.example:8443' },
    { key: 'apiSecret', value: s.password },
  ],
  item: [
    {
      name: 'Users',
      item: [
        {
          name: 'Find user',
          request: {
            method: 'GET',
            header: [{ key: 'X-Tenant', value: '{{tenant}}' }],
            url: {
              raw: '{{baseUrl}}/users/:userId?expand=orders&old=1',
              query: [
                { key: 'expand', value: 'orders' },
                { key: 'old', value: '1', disabled: true },
              ],
            },
          },
        },
        {
          name: 'Sign up',
          request: {
            auth: {
              type: 'apikey',
              apikey: [
                { key: 'key', value: 'X-Shop-Key' },
                { key: 'value', value: s.key },
              ],
            },
            method: 'POST',
            url: '{{baseUrl}}/users',
            body: {
              mode: 'raw',
              raw: `{"name":"Ada","plan":"{{plan}}","secret":"{{apiSecret}}","token":"${s.mixed}"}`,
              options: { raw: { language: 'json' } },
            },
          },
        },
      ],
    },
    {
      name: 'Search',
      request: {
        auth: { type: 'noauth' },
        method: 'POST',
        url: '{{baseUrl}}/graphql',
        body: {
          mode: 'graphql',
          graphql: {
            query: 'query Find($text: String!) { find(text: $text) { id } }',
            variables: '{"text":"lamp"}',
          },
        },
      },
    },
    {
      name: 'Upload',
      request: {
        auth: { type: 'hawk', hawk: [{ key: 'authKey', value: s.password }] },
        method: 'PUT',
        url: '{{baseUrl}}/files',
        body: {
          mode: 'formdata',
          formdata: [
            { key: 'title', value: 'A' },
            { key: 'file', type: 'file', src: 'a.pdf' },
          ],
        },
      },
    },
  ],
});

function entry(method: string, url: string, more: { type?: string; headers?: object[]; body?: string } = {}) {
  const { type = 'application/json', headers = [], body } = more;
  return {
    request: {
      method,
      url,
      headers: [
        { name: ':authority', value: 'app.example' },
        { name: 'User-Agent', value: 'Browser' },
        ...headers,
      ],
      cookies: [{ name: 'sid', value: s.cookie }],
      ...(body !== undefined && { postData: { mimeType: 'application/json', text: body } }),
    },
    response: { status: 200, content: { mimeType: type, text: `{"session":"${s.cookie}"}` } },
  };
}

const harSample = JSON.stringify({
  log: {
    version: '1.2',
    entries: [
      entry('GET', 'https://app.example/', { type: 'text/html' }),
      entry('GET', 'https://app.example/main.css', { type: 'text/css' }),
      entry('GET', 'https://app.example/api/items?page=1', {
        headers: [
          { name: 'Cookie', value: `sid=${s.cookie}` },
          { name: 'Authorization', value: `Basic ${Buffer.from(`ada:${s.password}`).toString('base64')}` },
        ],
      }),
      entry('GET', 'https://app.example/api/items?page=2'),
      entry('POST', 'https://app.example/api/items', {
        headers: [
          { name: 'X-CSRF-Token', value: s.mixed },
          { name: 'X-Api-Key', value: s.key },
        ],
        body: `{"name":"Lamp","price":49.9,"copyOf":"${s.key}"}`,
      }),
    ],
  },
});

export const samples: Record<ImportRequest['format'], string> = {
  curl: curlSample,
  openapi: openApiSample,
  postman: postmanSample,
  har: harSample,
};
