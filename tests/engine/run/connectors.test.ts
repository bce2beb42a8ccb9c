import { describe, expect, it } from 'vitest';
import { type ConnectorStep, type Definition, type HttpStep, type JsonValue, runGraph } from '#engine';
import { createHost, graph, json, names } from '../../support/engine.js';

const calls = (
  connector: string,
  input: JsonValue = {},
  more: Partial<ConnectorStep> = {},
): ConnectorStep => ({ id: 'x', type: 'connector', connector, input, ...more });
const posts: Partial<HttpStep> = {
  request: { method: 'POST', url: 'http://api.test/two', body: { type: 'json', value: '{{input}}' } },
};

const ship: Definition = {
  inputSchema: {
    type: 'object',
    required: ['email', 'service'],
    properties: {
      email: { type: 'string', title: 'Email' },
      service: { enum: ['standard', 'express'], default: 'standard' },
      to: {
        type: 'object',
        required: ['city'],
        properties: { city: { type: 'string' }, zip: { type: 'string', default: '0' } },
      },
      parcels: {
        type: 'array',
        items: { type: 'object', required: ['weight'], properties: { weight: { type: 'number' } } },
      },
    },
  },
  graph: { ...graph('one -> two', { two: posts }), output: { first: '{{one.path}}', sent: '{{input}}' } },
};

describe('connector steps', () => {
  it("[X10] run the connector's graph on their input, and have its output", async () => {
    const host = createHost({ connectors: { ship } });
    const value = { ...graph('a -> b', { b: { ...calls('ship', { email: '{{a.path}}' }), id: 'b' } }) };
    const result = await runGraph({ graph: value, ports: host.ports }).result;
    expect(result.output).toEqual({ first: '/one', sent: { email: '/a', service: 'standard' } });
    expect(host.calls()).toEqual(['GET /a', 'GET /one', 'POST /two']);
    expect(result.steps.b).toMatchObject({ input: { email: '/a' }, output: result.output });
  });

  it('[X10] can shape that output, and be handled when they fail', async () => {
    const host = createHost({
      connectors: { ship },
      script: (request) => (request.url.endsWith('/two') ? json({}, 404) : undefined),
    });
    const value = graph('b -x> c', {
      b: calls('ship', { email: 'x' }),
      c: { request: { method: 'GET', url: 'http://api.test/c', query: { at: '{{error.step}}' } } },
    });
    const result = await runGraph({
      graph: {
        ...value,
        steps: value.steps.map((step) => (step.type === 'connector' ? { ...step, id: 'b' } : step)),
      },
      ports: host.ports,
    }).result;
    expect(result).toMatchObject({
      status: 'succeeded',
      steps: {
        b: { status: 'failed', handled: true, error: { step: 'b/two' } },
        'b/two': { handled: false },
      },
    });
    expect(host.calls().at(-1)).toBe('GET /c?at=b%2Ftwo');
    const shaped = createHost({ connectors: { ship } });
    const output = { city: '{{response.body.first}}' };
    expect(
      (
        await runGraph({ graph: { steps: [calls('ship', { email: 'x' }, { output })] }, ports: shaped.ports })
          .result
      ).output,
    ).toEqual({ city: '/one' });
  });

  it('[X11] record their inner steps under their path', async () => {
    const host = createHost({ connectors: { ship }, idempotencyKey: (step) => step });
    await runGraph({ graph: { steps: [calls('ship', { email: 'x' })] }, ports: host.ports }).result;
    expect(names(host.journal)).toEqual([
      'run_started',
      'step_started x',
      'step_started x/one',
      'step_attempted x/one',
      'step_succeeded x/one',
      'step_started x/two',
      'step_attempted x/two',
      'step_succeeded x/two',
      'step_succeeded x',
      'run_succeeded',
    ]);
    expect(host.sent[1]?.request.headers['idempotency-key']).toBe('x/two');
  });

  it('[X10] whose own output can not be made fail with its name', async () => {
    const bad: Definition = { graph: { ...graph('one'), output: { x: '{{one.nope}}' } } };
    const host = createHost({ connectors: { bad } });
    const result = await runGraph({ graph: { steps: [calls('bad')] }, ports: host.ports }).result;
    expect(result.error).toMatchObject({
      code: 'expression',
      step: 'x',
      message: "The output.x of bad can't be made: one has no 'nope'; it has 'path'.",
    });
    expect(result.error).not.toHaveProperty('path');
  });

  it.each<[JsonValue, string, string]>([
    [{}, 'input.email', "ship can't run with this input: Email (email) is missing."],
    [
      { email: 7 },
      'input.email',
      "ship can't run with this input: Email (email) must be text, not the number 7.",
    ],
    [
      { email: 'x', service: 'slow' },
      'input.service',
      'ship can\'t run with this input: service must be one of "standard", "express".',
    ],
    [{ email: 'x', to: {} }, 'input.to.city', "ship can't run with this input: to.city is missing."],
    [
      { email: 'x', parcels: [{ weight: 1 }, { weight: 'x' }] },
      'input.parcels[1].weight',
      "ship can't run with this input: parcels.1.weight must be a number, not text.",
    ],
    ['text', 'input', "ship can't run with this input: The input must be an object, not text."],
  ])('[X12] %j is refused', async (input, path, message) => {
    const host = createHost({ connectors: { ship } });
    const result = await runGraph({ graph: { steps: [calls('ship', input)] }, ports: host.ports }).result;
    expect(result.error).toEqual({ code: 'invalid_input', message, step: 'x', path });
    expect(host.sent).toEqual([]);
  });

  it('[X12] defaults are filled in, also inside objects that are there', async () => {
    const host = createHost({ connectors: { ship } });
    const input = { email: 'x', service: 'express', to: { city: 'Wien' } };
    await runGraph({ graph: { steps: [calls('ship', input)] }, ports: host.ports }).result;
    expect(JSON.parse(String(host.sent[1]?.request.body))).toEqual({
      ...input,
      to: { city: 'Wien', zip: '0' },
    });
  });

  it('[X10] that name no connector say so', async () => {
    const result = await runGraph({
      graph: { steps: [calls('nope', {}, { version: 3 })] },
      ports: createHost().ports,
    }).result;
    expect(result.error).toMatchObject({
      code: 'unknown_connector',
      path: 'connector',
      message: "There is no connector 'nope' in version 3 here. Choose another, or add it.",
    });
  });

  it('[X17] whose connector has an error fail by its name', async () => {
    const host = createHost({ connectors: { bad: { graph: graph('a -> a') } } });
    const result = await runGraph({ graph: { steps: [calls('bad')] }, ports: host.ports }).result;
    expect(result.error).toMatchObject({ code: 'invalid_graph', step: 'x' });
    expect(result.error?.message).toMatch(/^bad has an error: /);
  });

  it('[X13] nest five deep and no deeper', async () => {
    const level = (depth: number): Definition => ({
      graph: depth === 0 ? graph('leaf') : { steps: [calls(`c${depth - 1}`)] },
    });
    const connectors = Object.fromEntries(
      Array.from({ length: 6 }, (_, depth) => [`c${depth}`, level(depth)]),
    );
    const run = (name: string) =>
      runGraph({ graph: { steps: [calls(name)] }, ports: createHost({ connectors }).ports }).result;
    expect(await run('c4')).toMatchObject({ status: 'succeeded', output: { path: '/leaf' } });
    expect(await run('c5')).toMatchObject({
      status: 'failed',
      error: { code: 'limit', step: 'x/x/x/x/x/x' },
    });
  });

  it('[X13] that run themselves are refused', async () => {
    const connectors = { a: { graph: { steps: [calls('b')] } }, b: { graph: { steps: [calls('a')] } } };
    const result = await runGraph({ graph: { steps: [calls('a')] }, ports: createHost({ connectors }).ports })
      .result;
    expect(result.error).toMatchObject({
      code: 'limit',
      message: 'a runs itself (a → b → a). Take one of these connectors out.',
    });
  });

  it('[X13] that only share a name may call each other', async () => {
    const definitions: Record<string, Definition> = {
      outer: { graph: { steps: [calls('inner')] } },
      inner: { graph: graph('leaf') },
    };
    const { ports } = createHost();
    const find = async (slug: string) => {
      const definition = definitions[slug];
      return definition && { name: 'Create invoice', definition };
    };
    const run = runGraph({ graph: { steps: [calls('outer')] }, ports: { ...ports, connectors: { find } } });
    expect(await run.result).toMatchObject({ status: 'succeeded', output: { path: '/leaf' } });
  });

  it('[X2] more of them than there are slots still finish', async () => {
    const steps = Array.from({ length: 15 }, (_, index) =>
      calls('ship', { email: 'x' }, { id: `x${index}` }),
    );
    const host = createHost({ connectors: { ship } });
    const result = await runGraph({
      graph: { steps, edges: [] },
      ports: host.ports,
      limits: { concurrency: 2 },
    }).result;
    expect(result.status).toBe('succeeded');
    expect(host.sent).toHaveLength(30);
  });
});
