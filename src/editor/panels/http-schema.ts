import { DEFAULT_LIMITS, type HttpStep, httpMethodSchema, type JsonSchema } from '../../engine/index.js';
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

/** What holds where a setting is left open, as the engine has it. */
const defaults = {
  attempts: 3,
  initialDelayMs: 500,
  maxDelayMs: 30_000,
  timeoutMs: DEFAULT_LIMITS.attemptMs,
};

/** The form of how long one attempt may take and how often it is tried again, where a step has attempts, and of its notes. `isOnce`: it isn't tried again unless somebody says so. */
export function settingsSchema(
  strings: EditorStrings,
  { canRetry, hasTimeLimit, isOnce }: { canRetry: boolean; hasTimeLimit: boolean; isOnce: boolean },
): JsonSchema {
  // Of settings only the value matters, as of what else is part of the document itself.
  const setting = { 'x-literal': true };
  const wait: JsonSchema = { ...setting, type: 'integer', minimum: 0, maximum: 3_600_000 };
  const notes: JsonSchema = {
    ...setting,
    type: 'string',
    title: strings.notes,
    maxLength: 10_000,
    format: 'textarea',
  };
  if (!canRetry) return { type: 'object', properties: { notes } };
  return {
    type: 'object',
    properties: {
      retry: {
        ...setting,
        type: 'object',
        title: strings.retries,
        properties: {
          attempts: {
            ...setting,
            type: 'integer',
            title: strings.retryAttempts,
            minimum: 1,
            maximum: 10,
            examples: [isOnce ? 1 : defaults.attempts],
          },
          backoff: {
            ...setting,
            type: 'string',
            title: strings.retryBackoff,
            enum: ['exponential', 'fixed'],
          },
          initialDelayMs: { ...wait, title: strings.retryFirstWait, examples: [defaults.initialDelayMs] },
          maxDelayMs: { ...wait, title: strings.retryLongestWait, examples: [defaults.maxDelayMs] },
          jitter: { ...setting, type: 'boolean', title: strings.retryJitter },
        },
      },
      ...(hasTimeLimit && {
        timeoutMs: {
          ...setting,
          type: 'integer',
          title: strings.timeLimit,
          minimum: 1,
          maximum: 900_000,
          examples: [defaults.timeoutMs],
        },
      }),
      notes,
    },
  };
}
