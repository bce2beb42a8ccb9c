import { type HttpStep, httpMethodSchema, type JsonSchema } from '../../engine/index.js';
import { pathNames } from '../flow/node-rows.js';

/** The form of an HTTP request, without its body: a JSON Schema, like any connector's input. */
export function httpRequestFormSchema({ request }: HttpStep): JsonSchema {
  const names = pathNames(request.url);
  const path: JsonSchema = {
    type: 'object',
    title: 'Path values',
    'x-literal': true,
    properties: Object.fromEntries(names.map((name) => [name, { title: name }])),
    required: names,
    additionalProperties: false,
  };
  return {
    type: 'object',
    properties: {
      method: { type: 'string', title: 'Method', enum: [...httpMethodSchema.options], 'x-literal': true },
      url: {
        type: 'string',
        title: 'URL',
        description: 'A segment like :id becomes a path value below.',
        minLength: 1,
      },
      ...(names.length > 0 && { path }),
      query: { type: 'object', title: 'Query', additionalProperties: {}, 'x-literal': true },
      headers: {
        type: 'object',
        title: 'Headers',
        additionalProperties: { type: 'string' },
        'x-literal': true,
      },
    },
    required: ['method', 'url'],
  };
}

/** How long one attempt may take, and how often it is tried again. */
export const settingsSchema: JsonSchema = {
  type: 'object',
  properties: {
    retry: {
      type: 'object',
      title: 'Retries',
      properties: {
        attempts: { type: 'integer', title: 'Attempts', minimum: 1, maximum: 10 },
        backoff: { type: 'string', title: 'Wait between attempts', enum: ['exponential', 'fixed'] },
        initialDelayMs: { type: 'integer', title: 'First wait, ms', minimum: 0, maximum: 3_600_000 },
        maxDelayMs: { type: 'integer', title: 'Longest wait, ms', minimum: 0, maximum: 3_600_000 },
        jitter: { type: 'boolean', title: 'Vary the waits' },
      },
    },
    timeoutMs: {
      type: 'integer',
      title: 'Time limit of one attempt, ms',
      minimum: 1,
      maximum: 900_000,
    },
    notes: { type: 'string', title: 'Notes', maxLength: 10_000, format: 'textarea' },
  },
};
