import { describe, expect, it } from 'vitest';
import { requestOf } from '../../src/editor/panels/http-request-value.js';

describe('the URL of an HTTP request', () => {
  it.each([
    ['https://http://localhost:4311/users', 'http://localhost:4311/users'],
    ['http://HTTPS://api.test', 'HTTPS://api.test'],
    ['https://api.test/?next=https://b.test', 'https://api.test/?next=https://b.test'],
    ['https://', 'https://'],
    ['{{input.url}}', '{{input.url}}'],
  ])('%s is taken as %s', (url, expected) => {
    expect(requestOf(undefined, { method: 'GET', url })).toEqual({ method: 'GET', url: expected });
  });
});
