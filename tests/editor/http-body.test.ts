import { describe, expect, it } from 'vitest';
import { bodyOfKind } from '../../src/editor/panels/http-body-form.js';

describe('the kind of an HTTP body', () => {
  it('takes text that is JSON over as its value', () => {
    const json = bodyOfKind('json', { type: 'text', text: '{"id": 42}' });
    expect(json).toEqual({ type: 'json', value: { id: 42 } });
    expect(bodyOfKind('json', { type: 'text', text: ' ' })).toEqual({ type: 'json', value: {} });
  });

  it.each(['{"id": ', 'Dear {{user.name}}', '"42"'])('gives %s back after JSON', (text) => {
    const json = bodyOfKind('json', { type: 'text', text });
    expect(bodyOfKind('text', json)).toEqual({ type: 'text', text });
  });
});
