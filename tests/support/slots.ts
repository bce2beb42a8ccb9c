import { type HttpRequestTemplate, type HttpStep, runGraph } from '#engine';
import { createHost, graph, type HostOptions } from './engine.js';

/** A step whose request uses the credential in the slot `main`. */
export const ask = (request: Partial<HttpRequestTemplate> = {}): Partial<HttpStep> => ({
  request: {
    method: 'GET',
    url: 'https://api.test/x',
    auth: { type: 'credential', slot: 'main' },
    ...request,
  },
});

/** Runs one step, and gives the first request that it sent. */
export async function runWithSlot(step: Partial<HttpStep>, options: HostOptions) {
  const host = createHost(options);
  const result = await runGraph({ graph: graph('a', { a: step }), ports: host.ports }).result;
  return { result, host, sent: host.sent[0]?.request };
}
