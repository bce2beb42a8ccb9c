import type { JsonSchema, JsonValue } from '../../src/engine/index.js';
import type { ReferenceSource } from '../../src/forms/reference-source.js';

/** What an invoicing connector asks for. */
export const invoiceSchema: JsonSchema = {
  type: 'object',
  required: ['email', 'lines'],
  properties: {
    email: { type: 'string', title: 'Customer email', format: 'email' },
    lines: {
      type: 'array',
      title: 'Lines',
      minItems: 1,
      items: {
        title: 'Line',
        type: 'object',
        required: ['sku'],
        properties: {
          sku: { type: 'string', title: 'Article', minLength: 3 },
          quantity: { type: 'integer', title: 'Quantity', minimum: 1, default: 1 },
        },
      },
    },
    dueInDays: { type: 'integer', minimum: 0, maximum: 90, default: 30, description: 'Counted from today.' },
    send: { type: 'boolean', title: 'Send it at once', default: true },
  },
};

/** Every kind of field. */
export const everythingSchema: JsonSchema = {
  type: 'object',
  required: ['name', 'method', 'payment'],
  properties: {
    name: { type: 'string', minLength: 3, maxLength: 40, examples: ['Order to shipment'] },
    notes: { type: 'string', format: 'textarea', description: 'What it is for, in a sentence or two.' },
    website: { type: 'string', format: 'uri' },
    secret: { type: 'string', format: 'password', title: 'API key' },
    day: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time', title: 'Starts at' },
    ratio: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    code: { type: 'string', pattern: '^[A-Z]{2}-\\d+$', title: 'Order code' },
    nickname: { type: ['string', 'null'], title: 'Nickname' },
    method: { type: 'string', enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], default: 'POST' },
    priority: { type: 'string', enum: ['low', 'mid', 'high'] },
    channels: {
      type: 'array',
      uniqueItems: true,
      items: { enum: ['mail', 'sms', 'push'] },
      title: 'Channels',
    },
    urgent: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    address: {
      type: 'object',
      title: 'Address',
      description: 'Where it is sent.',
      properties: {
        street: { type: 'string' },
        place: {
          type: 'object',
          title: 'Place',
          properties: { zip: { type: 'string', title: 'ZIP' }, country: { $ref: '#/definitions/country' } },
        },
      },
    },
    headers: { type: 'object', title: 'Headers', additionalProperties: { type: 'string' } },
    payment: {
      title: 'Payment',
      oneOf: [
        {
          title: 'By card',
          type: 'object',
          required: ['number'],
          properties: { number: { type: 'string', title: 'Card number' } },
        },
        {
          title: 'By bank transfer',
          type: 'object',
          required: ['iban'],
          properties: { iban: { type: 'string', title: 'IBAN' } },
        },
      ],
    },
    extra: { title: 'Anything else' },
  },
  definitions: { country: { type: 'string', title: 'Country', minLength: 2, maxLength: 2 } },
};

export const everythingValue: JsonValue = {
  name: 'Order to shipment',
  notes: 'Ships what was ordered.\nTells the customer.',
  website: 'https://example.com',
  secret: 'sk_live_4f2a',
  day: '2026-03-31',
  at: '2026-03-31T08:30:00.000Z',
  ratio: 0.25,
  code: 'AB-12',
  nickname: null,
  method: 'PUT',
  priority: 'mid',
  channels: ['mail'],
  urgent: false,
  tags: ['new', 'b2b'],
  address: { street: 'Kärntner Ring 1', place: { zip: '1010', country: 'AT' } },
  headers: { 'X-Request-Source': 'patchbay' },
  payment: { iban: 'AT61 1904 3002 3457 3201' },
  extra: { any: ['thing'] },
};

const long = 'The full legal name of the organisation that will be invoiced for this shipment';

/** Words far longer than the panel is wide. */
export const longSchema: JsonSchema = {
  type: 'object',
  required: ['organisation'],
  properties: {
    organisation: { type: 'string', title: long, description: `${long}. ${long}.` },
    donaudampfschifffahrtsgesellschaftskapitaenspatent: { type: 'string' },
    outer: {
      type: 'object',
      title: 'Outer',
      properties: {
        middle: {
          type: 'array',
          title: 'Middle',
          items: {
            type: 'object',
            title: 'Inner',
            properties: {
              deep: {
                type: 'object',
                title: 'Deep',
                properties: { [`a_${'very_'.repeat(8)}long_name`]: { type: 'number' } },
              },
            },
          },
        },
      },
    },
  },
};

export const longValue: JsonValue = {
  organisation: 'Erste Donau-Dampfschiffahrtsgesellschaft '.repeat(4),
  outer: { middle: [{ deep: { [`a_${'very_'.repeat(8)}long_name`]: '{{step_1.address.zip}}' } }] },
};

export const fortySchema: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `field_${index + 1}`,
      index % 4 === 0 ? { type: 'number' } : { type: 'string', minLength: 2 },
    ]),
  ),
};

/** What earlier steps give. */
export const sources: ReferenceSource[] = [
  {
    root: 'input',
    label: 'Inputs',
    schema: {
      type: 'object',
      properties: { userId: { type: 'integer' }, dueInDays: { type: 'integer' }, note: { type: 'string' } },
    },
    sample: { userId: 1, dueInDays: 14 },
  },
  {
    root: 'step_1',
    label: 'Fetch user',
    sample: {
      id: 1,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      active: true,
      address: { zip: '1010', country: 'AT' },
    },
  },
  {
    root: 'step_2',
    label: 'Fetch orders',
    schema: {
      type: 'object',
      properties: {
        items: {
          type: 'array',
          items: { type: 'object', properties: { sku: { type: 'string' }, quantity: { type: 'integer' } } },
        },
        total: { type: 'number' },
      },
    },
    sample: {
      items: [
        { sku: 'A-1', quantity: 2 },
        { sku: 'B-7', quantity: 1 },
      ],
      total: 84.5,
    },
  },
];

export const invoiceValue: JsonValue = {
  email: '{{step_1.email}}',
  lines: '{{step_2.items}}',
  dueInDays: 14,
  send: true,
};
