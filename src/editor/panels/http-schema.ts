import { type HttpStep, httpMethodSchema, type JsonSchema } from '../../engine/index.js';
import { pathNames } from '../flow/node-rows.js';
import type { EditorStrings } from '../strings.js';

const exampleUrl = 'https://api.example.com/…';

/** The form of an HTTP request, without its body: a JSON Schema, like any connector's input. */
export function httpRequestFormSchema({ request }: HttpStep, strings: EditorStrings): JsonSchema {
  const names = pathNames(request?.url);
  const path: JsonSchema = {
    type: 'object',
    title: strings.httpPath,
    'x-literal': true,
    properties: Object.fromEntries(names.map((name) => [name, { title: name }])),
    required: names,
    additionalProperties: false,
  };
  return {
    type: 'object',
    properties: {
      method: {
        type: 'string',
        title: strings.httpMethod,
        enum: [...httpMethodSchema.options],
        'x-literal': true,
      },
      url: {
        type: 'string',
        title: strings.httpUrl,
        description: strings.httpUrlHint,
        examples: [exampleUrl],
      },
      ...(names.length > 0 && { path }),
      query: { type: 'object', title: strings.httpQuery, additionalProperties: {}, 'x-literal': true },
      headers: {
        type: 'object',
        title: strings.httpHeaders,
        additionalProperties: { type: 'string' },
        'x-literal': true,
      },
    },
    required: ['method', 'url'],
  };
}

/** The form of how long one attempt may take and how often it is tried again, where a step has attempts, and of its notes. */
export function settingsSchema(
  strings: EditorStrings,
  { canRetry, hasTimeLimit }: { canRetry: boolean; hasTimeLimit: boolean },
): JsonSchema {
  const wait: JsonSchema = { type: 'integer', minimum: 0, maximum: 3_600_000 };
  const notes: JsonSchema = { type: 'string', title: strings.notes, maxLength: 10_000, format: 'textarea' };
  if (!canRetry) return { type: 'object', properties: { notes } };
  return {
    type: 'object',
    properties: {
      retry: {
        type: 'object',
        title: strings.retries,
        properties: {
          attempts: { type: 'integer', title: strings.retryAttempts, minimum: 1, maximum: 10 },
          backoff: { type: 'string', title: strings.retryBackoff, enum: ['exponential', 'fixed'] },
          initialDelayMs: { ...wait, title: strings.retryFirstWait },
          maxDelayMs: { ...wait, title: strings.retryLongestWait },
          jitter: { type: 'boolean', title: strings.retryJitter },
        },
      },
      ...(hasTimeLimit && {
        timeoutMs: { type: 'integer', title: strings.timeLimit, minimum: 1, maximum: 900_000 },
      }),
      notes,
    },
  };
}
