import type { CredentialCreate } from '../client/index.js';
import type { JsonSchema } from '../engine/index.js';
import type { CredentialStrings } from './credential-strings.js';

/** No expression takes the place of anything in the form of a credential. */
export const literal = { 'x-literal': true };

/** The fields of a test request, as far as they are filled in. */
export type TestFormValue = { method?: 'GET' | 'POST'; url?: string; identity?: string };

/** The fields of a test request as JSON Schema. */
export function testFormSchema(strings: CredentialStrings): JsonSchema {
  return {
    type: 'object',
    title: strings.testRequest,
    description: strings.testRequestHelp,
    properties: {
      method: {
        type: 'string',
        title: strings.testMethod,
        oneOf: ['GET', 'POST'].map((method) => ({ const: method, title: method })),
        ...literal,
      },
      url: {
        type: 'string',
        title: strings.testUrl,
        examples: ['https://api.example.com/me'],
        maxLength: 2_000,
        ...literal,
      },
      identity: {
        type: 'string',
        title: strings.testIdentity,
        description: strings.testIdentityHelp,
        examples: ['user.email'],
        maxLength: 200,
        ...literal,
      },
    },
    ...literal,
  };
}

/** What they say to the API; nothing without an address. */
export function testOf({
  method = 'GET',
  url = '',
  identity,
}: TestFormValue = {}): Pick<CredentialCreate, 'test'> {
  if (url.trim() === '') return {};
  return { test: { method, url: url.trim(), ...(identity !== undefined && { identity }) } };
}
