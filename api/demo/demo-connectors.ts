import type { FlowFile } from '#engine';

/** What the demo flow's `localhost:4311` stands for, wherever the demo API really is. */
export const DEMO_ORIGIN = 'http://localhost:4311';

/** Small connectors against the demo API, so that a new workspace's library isn't empty. */
export const demoConnectors: NonNullable<FlowFile['connectors']> = [
  {
    slug: 'get-user',
    name: 'Get user',
    description: 'A customer of the demo shop, by id.',
    icon: 'user',
    inputSchema: {
      type: 'object',
      required: ['userId'],
      properties: { userId: { type: 'integer', title: 'User id', minimum: 1, maximum: 10, default: 1 } },
    },
    outputSchema: {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        name: { type: 'string' },
        email: { type: 'string', format: 'email' },
        phone: { type: 'string' },
        address: {
          type: 'object',
          properties: {
            street: { type: 'string' },
            city: { type: 'string' },
            zip: { type: 'string' },
            country: { type: 'string' },
          },
        },
        company: { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
    graph: {
      steps: [
        {
          id: 'user',
          type: 'http',
          name: 'Get user',
          request: { method: 'GET', url: `${DEMO_ORIGIN}/users/:id`, path: { id: '{{input.userId}}' } },
        },
      ],
    },
  },
  {
    slug: 'quote-shipping',
    name: 'Quote shipping',
    description: 'What a parcel costs, standard and express.',
    icon: 'calculator',
    inputSchema: {
      type: 'object',
      required: ['country', 'weightKg'],
      properties: {
        country: { type: 'string', title: 'Country', description: 'Two letters, like AT', default: 'AT' },
        weightKg: { type: 'number', title: 'Weight in kg', exclusiveMinimum: 0, default: 1 },
      },
    },
    outputSchema: {
      type: 'object',
      properties: {
        currency: { type: 'string' },
        standard: { type: 'number', title: 'Standard price' },
        express: { type: 'number', title: 'Express price' },
        expressDays: { type: 'integer', title: 'Express days' },
      },
    },
    graph: {
      steps: [
        {
          id: 'rates',
          type: 'http',
          name: 'Get rates',
          request: {
            method: 'GET',
            url: `${DEMO_ORIGIN}/rates`,
            query: { country: '{{input.country}}', weightKg: '{{input.weightKg}}' },
          },
        },
      ],
      output: {
        currency: '{{rates.currency}}',
        standard: '{{rates.standard.price}}',
        express: '{{rates.express.price}}',
        expressDays: '{{rates.express.days}}',
      },
    },
  },
];
