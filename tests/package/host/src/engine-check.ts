import { type Graph, runGraph } from 'patchbay/engine';

const graph: Graph = {
  steps: [
    { id: 'user', type: 'http', request: { method: 'GET', url: 'https://api.example.com/users/1' } },
    { id: 'greeting', type: 'transform', output: { text: 'Hello {{user.name}}', id: '{{user.id}}' } },
  ],
};

/** Runs two steps on the packed engine; the answer comes from here, so that it works in every place alike. */
export async function check(): Promise<unknown> {
  const body = '{"id":1,"name":"Ada"}';
  const run = runGraph({
    graph,
    input: {},
    ports: {
      http: {
        send: async () => ({
          ok: true,
          status: 200,
          headers: { 'content-type': 'application/json' },
          bytes: new Uint8Array([...body].map((character) => character.charCodeAt(0))),
          text: () => body,
        }),
      },
      journal: { record: async () => {} },
      // A clock that stands still: no deadline ever comes.
      clock: { now: () => 0, sleep: () => new Promise(() => {}) },
      random: () => 0.5,
    },
  });
  const { status, output } = await run.result;
  return { status, output };
}
