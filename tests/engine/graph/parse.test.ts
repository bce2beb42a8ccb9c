import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type JsonValue, parseDefinition, parseFlowFile, parseGraph, validateGraph } from '#engine';
import { graph } from '../../support/engine.js';

const folder = join(import.meta.dirname, '../../../examples');

describe('parsing', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'input', 'null'])(
    '[G1] no step is called %s, which is there in every object or expression',
    (id) => {
      const message = 'This name is taken; choose another.';
      expect(validateGraph({ steps: [{ id, type: 'transform' }] })).toMatchObject([
        { code: 'invalid_document', stepId: id, path: 'id', message: expect.stringContaining(message) },
      ]);
    },
  );

  it('[G1] gives back the very document that it was given', () => {
    const document = graph('a -> b');
    const parsed = parseGraph(document);
    expect(parsed.ok && parsed.value).toBe(document);
  });

  it.each<[string, unknown, { message: string; stepId?: string; path?: string }]>([
    ['no object', 12, { message: 'The document must be an object.' }],
    ['no steps', {}, { path: 'steps', message: 'steps is missing; it must be a list.' }],
    [
      'an unknown key',
      { steps: [], stpes: 1 },
      { message: "The document can't have 'stpes'. Check the spelling." },
    ],
    [
      'a wrong method',
      { steps: [{ id: 'a', type: 'http', request: { method: 'FETCH', url: 'http://x' } }] },
      {
        stepId: 'a',
        path: 'request.method',
        message: 'request.method must be "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD" or "OPTIONS".',
      },
    ],
    [
      'a wrong id',
      { steps: [{ id: '1 a', type: 'transform' }] },
      {
        stepId: '1 a',
        path: 'id',
        message: 'id: A step id starts with a letter and has only letters, digits and _ (64 at most).',
      },
    ],
    [
      'a reserved id',
      { steps: [{ id: 'input', type: 'transform' }] },
      { path: 'id', message: 'id: This name is taken; choose another.' },
    ],
    [
      'a word of the language as id',
      { steps: [{ id: 'null', type: 'transform' }] },
      { path: 'id', message: 'id: This name is taken; choose another.' },
    ],
    [
      'a step of no known kind',
      { steps: [{ id: 'a', type: 'magic' }] },
      {
        stepId: 'a',
        path: 'type',
        message: 'type must be "http", "connector", "branch", "transform", "wait" or "action".',
      },
    ],
    [
      'a step without a type',
      { steps: [{ id: 'a' }] },
      {
        stepId: 'a',
        path: 'type',
        message:
          'type is missing; it must be "http", "connector", "branch", "transform", "wait" or "action".',
      },
    ],
  ])('[G1] %s', (_name, document, problem) => {
    const parsed = parseGraph(document);
    expect(parsed.ok ? [] : parsed.problems).toContainEqual({
      code: 'invalid_document',
      severity: 'error',
      ...problem,
      ...idOf(document, problem),
    });
  });

  const http = { id: 'a', type: 'http', request: { method: 'GET', url: 'https://a.test' } };
  const signed = { type: 'hmac', secret: 's', algorithm: 'sha256', encoding: 'hex', header: 'X-S' };
  it.each<[string, object, string, string]>([
    [
      'an operator',
      { when: { left: 1, op: 'eq' } },
      'when.op',
      'when.op must be "equals", "not_equals", "gt", ',
    ],
    [
      'a condition in conditions',
      { when: { all: [{ not: { left: 1, op: 'in', rigth: 2 } }] } },
      'when.all[0].not',
      "when.all[0].not can't have 'rigth'. Check the spelling.",
    ],
    [
      'a list that is none',
      { when: { any: { left: 1, op: 'exists' } } },
      'when.any',
      'when.any must be a list.',
    ],
    [
      'a side',
      { when: { op: 'exists' } },
      'when.left',
      'when.left is missing; it must be text, a number, true or',
    ],
    ['two kinds at once', { when: { all: [], any: [] } }, 'when', "when can't have 'any'."],
    ['none of the kinds', { when: {} }, 'when', "when needs 'all', 'any', 'not' or 'left' and 'op'."],
    ['no object', { when: 5 }, 'when', 'when must be an object.'],
    [
      'a status',
      { retry: { on: [200] } },
      'retry.on[0]',
      'retry.on[0] is too short or too small: 300 at least.',
    ],
    [
      'a word',
      { retry: { on: ['x'] } },
      'retry.on[0]',
      'retry.on[0] must be "connection", "timeout" or a number.',
    ],
    [
      'a setting',
      { request: { ...http.request, idempotency: true } },
      'request.idempotency',
      'request.idempotency must be false or an object.',
    ],
    [
      'a field of a setting',
      { request: { ...http.request, idempotency: { headre: 'x' } } },
      'request.idempotency',
      "request.idempotency can't have 'headre'.",
    ],
    [
      'a signed word',
      { request: { ...http.request, auth: { ...signed, sign: ['foo'] } } },
      'request.auth.sign[0]',
      'request.auth.sign[0] must be "timestamp", "method", "url", "host", "path", "query", "body", "body_sha256" or an object.',
    ],
    [
      'a signed part',
      { request: { ...http.request, auth: { ...signed, sign: [{ text: 1 }] } } },
      'request.auth.sign[0].text',
      'request.auth.sign[0].text must be text.',
    ],
    [
      'an empty part',
      { request: { ...http.request, auth: { ...signed, sign: [{}] } } },
      'request.auth.sign[0]',
      "request.auth.sign[0] needs 'text' or 'header'.",
    ],
  ])(
    '[G17] a value that may be one of several things is told by the likeliest: %s',
    (_name, more, path, message) => {
      const parsed = parseGraph({ steps: [{ ...http, ...more }] });
      expect(parsed.ok ? [] : parsed.problems).toEqual([
        {
          code: 'invalid_document',
          severity: 'error',
          stepId: 'a',
          path,
          message: expect.stringContaining(message),
        },
      ]);
    },
  );

  const any = 'text, a number, true or false, null, a list or an object';
  it.each<[string, unknown, string]>([
    ['a number that JSON can not write', { a: [1, { b: Number.NaN }] }, 'sample.a[1].b must be'],
    ['a function', { a: () => 1 }, 'sample.a must be'],
    ['a date', [new Date(0)], 'sample[0] must be'],
    ['a map', new Map(), 'sample must be'],
    ['nothing at all', { a: undefined }, 'sample.a is missing; it must be'],
  ])('[G1] %s in a value is told at its own place', (_, sample, start) => {
    const parsed = parseGraph({ steps: [{ id: 'a', type: 'transform', sample }] });
    const [path] = start.split(' ');
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ stepId: 'a', path, message: `${start} ${any}.` }],
    });
  });

  it('[G1] objects without a prototype, and keys that objects inherit, are JSON', () => {
    const sample = Object.assign(
      Object.create(null),
      JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'),
    );
    expect(parseGraph({ steps: [{ id: 'a', type: 'transform', sample }] }).ok).toBe(true);
  });

  it.each([
    ['name', { 'x y': 'main' }, "credentials['x y']"],
    ['value', { main: 'x y' }, 'credentials.main'],
  ])(
    '[G1] a slot of a connector that no slot can be called like is refused, by its %s',
    (_, credentials, path) => {
      const step = { id: 'a', type: 'connector', connector: 'c', input: {}, credentials };
      expect(parseGraph({ steps: [step] })).toMatchObject({
        ok: false,
        problems: [
          { path, message: `${path}: A slot starts with a letter and has only letters, digits and _.` },
        ],
      });
    },
  );

  it.each<[string, object]>([
    [
      'credentials',
      { type: 'connector', connector: 'c', input: {}, credentials: JSON.parse('{"__proto__": 5}') },
    ],
    [
      'request.body.files',
      {
        type: 'http',
        request: {
          method: 'POST',
          url: 'https://api.test/',
          body: { type: 'multipart', files: JSON.parse('{"__proto__": null}') },
        },
      },
    ],
  ])('[G1] nothing in %s is called __proto__', (path, fields) => {
    expect(validateGraph({ steps: [{ id: 'a', ...fields }] }, { slots: ['x'] })).toMatchObject([
      { code: 'invalid_document', path, message: `${path} can't have '__proto__'. Check the spelling.` },
    ]);
  });

  it('[G1] a step is told by its id, also where something in it is called steps', () => {
    const step = { id: 'a', type: 'transform', output: { steps: [{ id: 'x', y: Number.NaN }] } };
    const file = {
      name: 'x',
      graph: graph('a'),
      connectors: [{ slug: 'c', name: 'c', graph: { steps: [step] } }],
    };
    const parsed = parseFlowFile(file);
    const problem = { stepId: 'a', path: 'output.steps[0].y' };
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([problem]);
    expect(validateGraph(file.connectors[0]?.graph)).toMatchObject([problem]);
  });

  it('[G1] what is nested without end is refused and not followed', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    expect(parseGraph({ steps: [{ id: 'a', type: 'transform', sample: deep }] })).toMatchObject({
      ok: false,
      problems: [{ message: 'This document is nested more than 100 deep.' }],
    });
    expect(validateGraph(deep)).toHaveLength(1);
  });

  it('[G1] a problem of a connector in a flow file has its whole place', () => {
    const file = {
      name: 'x',
      graph: graph('a'),
      connectors: [{ slug: 'Not a slug', name: 'c', graph: graph('a') }],
    };
    const parsed = parseFlowFile(file);
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([{ path: 'connectors[0].slug' }]);
  });
});

describe.each(readdirSync(folder))('examples/%s', (name) => {
  const parsed = parseFlowFile(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const file = parsed.ok ? parsed.value : undefined;
  const connectors = new Map(
    file?.connectors?.map((connector) => [connector.slug, { name: connector.name, definition: connector }]),
  );

  it('[G1] is a flow file without a problem', () => {
    expect(parsed).toMatchObject({ ok: true });
    const context = { inputSchema: file?.inputSchema, connectors: (slug: string) => connectors.get(slug) };
    expect(validateGraph(file?.graph, context)).toEqual([]);
  });

  it('[G1] brings connectors without a problem', () => {
    for (const { inputSchema, outputSchema, graph: own } of file?.connectors ?? []) {
      expect(parseDefinition({ inputSchema, outputSchema, graph: own })).toMatchObject({ ok: true });
      expect(validateGraph(own, { inputSchema })).toEqual([]);
    }
  });
});

/** Problems inside a step name it, where it has an id. */
function idOf(document: unknown, { path }: { path?: string }): { stepId?: string } {
  const steps: JsonValue = Object(document).steps;
  const first = Array.isArray(steps) ? Object(steps[0]) : {};
  return path !== undefined && typeof first.id === 'string' ? { stepId: first.id } : {};
}
