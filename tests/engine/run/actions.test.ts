import { describe, expect, it } from 'vitest';
import { type Action, type ActionStep, type JsonValue, runGraph } from '#engine';
import { createHost, graph, type Host, names, settle } from '../../support/engine.js';

const step = (id: string, input: JsonValue = { to: '{{input.email}}' }): ActionStep => ({
  id,
  type: 'action',
  action: 'mail.send',
  input,
});
const schema = {
  type: 'object',
  required: ['to'],
  properties: { to: { type: 'string' }, copies: { type: 'number', default: 1 } },
};
const flow = graph('mail -> b', { mail: step('mail') });

async function run(action: Action | undefined, input: JsonValue = { email: 'ada@example.com' }) {
  const host = createHost({
    ...(action && { actions: { 'mail.send': action } }),
    idempotencyKey: (path) => `key of ${path}`,
  });
  const result = await runGraph({ graph: flow, input, ports: host.ports }).result;
  return { host, result };
}

/** Starts the flow, and cancels it once the action is under way. */
async function startAndAbort({ ports }: Host) {
  const controller = new AbortController();
  const run = runGraph({ graph: flow, input: { email: 'a' }, ports, signal: controller.signal });
  await settle();
  controller.abort();
  // In an object, so that it isn't awaited here.
  return { result: run.result };
}

describe('an action of the host', () => {
  it("[X31] is called with the step's input, filled up from its schema, and gives the step's output", async () => {
    const calls: unknown[] = [];
    const { result } = await run({
      inputSchema: schema,
      async run(input, { step: path, idempotencyKey }) {
        calls.push({ input, path, idempotencyKey });
        return { id: 7 };
      },
    });
    expect(calls).toEqual([
      { input: { to: 'ada@example.com', copies: 1 }, path: 'mail', idempotencyKey: 'key of mail' },
    ]);
    expect(result.steps.mail).toMatchObject({
      status: 'succeeded',
      input: { to: 'ada@example.com' },
      output: { id: 7 },
    });
  });

  it('[X31] that throws fails its step with what it says', async () => {
    const { result } = await run({
      run: async () => {
        throw new Error('The mailbox is full.');
      },
    });
    expect(result.error).toEqual({ code: 'action_failed', message: 'The mailbox is full.', step: 'mail' });
  });

  it('[X31] is not called with an input that its schema refuses', async () => {
    const { result } = await run(
      { inputSchema: schema, run: () => Promise.reject(new Error('called')) },
      { email: 5 },
    );
    expect(result.error).toMatchObject({ code: 'invalid_input', path: 'input.to' });
  });

  it("[X31] that isn't there fails its step", async () => {
    const { result } = await run(undefined);
    expect(result.error).toMatchObject({ code: 'unknown_action', step: 'mail', path: 'action' });
  });

  it('[X31] is called again where its step says how often, with the same key, and each attempt is recorded', async () => {
    const keys: (string | undefined)[] = [];
    const mail: Action = {
      async run(_input, { idempotencyKey }) {
        keys.push(idempotencyKey);
        if (keys.length < 3) throw new Error(`Busy ${keys.length}.`);
        return 'sent';
      },
    };
    const value = graph('mail', { mail: { ...step('mail'), retry: { attempts: 3, jitter: false } } });
    const host = createHost({ actions: { 'mail.send': mail }, idempotencyKey: (path) => path });
    const result = await runGraph({ graph: value, input: { email: 'a' }, ports: host.ports }).result;
    expect(keys).toEqual(['mail', 'mail', 'mail']);
    expect(result.output).toBe('sent');
    expect(result.steps.mail?.attempts).toMatchObject([
      { number: 1, error: { message: 'Busy 1.' }, retryInMs: 500 },
      { number: 2, error: { message: 'Busy 2.' }, retryInMs: 1_000 },
    ]);
  });

  it('[X30] waits for its next attempt as a timer, also after the run was put down', async () => {
    let calls = 0;
    const mail: Action = {
      async run() {
        calls += 1;
        if (calls === 1) throw new Error('Busy.');
        return calls;
      },
    };
    const retry = { attempts: 2, initialDelayMs: 3_600_000, maxDelayMs: 3_600_000, jitter: false };
    const value = graph('mail', { mail: { ...step('mail'), retry } });
    const first = createHost({ actions: { 'mail.send': mail } });
    first.clock.skipsSleep = false;
    const options = { graph: value, input: { email: 'a' }, parkAfterMs: 60_000 };
    expect(await runGraph({ ...options, ports: first.ports }).result).toMatchObject({ status: 'waiting' });
    const later = createHost({ actions: { 'mail.send': mail }, seed: first.journal });
    later.clock.advance(3_600_000);
    const resumed = runGraph({ ...options, ports: later.ports, resume: first.journal });
    expect(await resumed.result).toMatchObject({ status: 'succeeded', output: 2 });
  });

  it('[R19] counts its attempts on, also those before its process died in the middle of one', async () => {
    let calls = 0;
    const mail: Action = {
      async run() {
        calls += 1;
        throw new Error('Busy.');
      },
    };
    const retry = { attempts: 3 };
    const value = graph('mail', { mail: { ...step('mail'), retry } });
    const options = { graph: value, input: { email: 'a' } };
    const whole = createHost({ actions: { 'mail.send': mail } });
    await runGraph({ ...options, ports: whole.ports }).result;
    expect(calls).toBe(3);
    calls = 0;
    const part = whole.journal.slice(0, names(whole.journal).lastIndexOf('step_resumed mail') + 1);
    const next = createHost({ actions: { 'mail.send': mail }, seed: part });
    const result = await runGraph({ ...options, ports: next.ports, resume: part }).result;
    expect(result.status).toBe('failed');
    expect(calls).toBe(1);
  });

  it('[X5] is not called before the journal has its start', async () => {
    const called: string[] = [];
    const host = createHost({
      actions: { 'mail.send': { run: async () => called.push('called') } },
      beforeRecord: (events) => void called.push(...names(events)),
    });
    await runGraph({ graph: flow, input: { email: 'a' }, ports: host.ports }).result;
    expect(called.slice(0, 3)).toEqual(['run_started', 'step_started mail', 'called']);
  });

  it('[X35] that pays no heed to its signal keeps no run from its end for longer than 5 seconds', async () => {
    const host = createHost({ actions: { 'mail.send': { run: () => new Promise(() => undefined) } } });
    host.clock.skipsSleep = false;
    const { result } = await startAndAbort(host);
    host.clock.advance(4_999);
    await settle();
    expect(names(host.journal)).not.toContain('step_cancelled mail');
    host.clock.advance(1);
    expect((await result).status).toBe('cancelled');
    expect(names(host.journal).slice(-2)).toEqual(['step_cancelled mail', 'run_cancelled']);
  });

  it('[X9] is told by its signal when the run is cancelled', async () => {
    const host = createHost({
      actions: {
        'mail.send': {
          run: (_input, { signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
        },
      },
    });
    const { result } = await startAndAbort(host);
    expect(await result).toMatchObject({
      status: 'cancelled',
      steps: { mail: { status: 'cancelled' } },
    });
  });
});
