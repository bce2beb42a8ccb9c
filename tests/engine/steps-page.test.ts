import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Definition,
  type JsonValue,
  MAX_STEPS,
  parseGraph,
  runGraph,
  stepSchema,
  validateGraph,
} from '#engine';
import { bearer, shelf } from '../support/credentials.js';
import { type Answer, createHost, failure, json } from '../support/engine.js';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/steps.md'), 'utf8');

interface Example {
  id: string;
  graph: JsonValue;
  /** What the page says that it gives. */
  gives?: string | undefined;
}

/** A block of JSON, and what the paragraph behind it says. */
const examples = [...page.matchAll(/```json\n([\s\S]*?)```\n\n(?:It gives `([^`]+)`)?/g)].map(
  ([, text = '', gives]): Example => {
    const graph = JSON.parse(text);
    return { id: graph.steps[0].id, graph, gives };
  },
);

const users: Record<string, Answer> = {
  '/users/1': json({ id: 1, name: 'Ada' }),
  '/users/404': json({ error: 'no user 404' }, 404),
};

/** What the examples are run on, by the id of their first step; answers by path, several for one in turn. */
const surroundings: Record<string, { input?: JsonValue; answers?: Record<string, Answer | Answer[]> }> = {
  user: { input: { userId: 1 }, answers: users },
  discount: { input: { total: 120, coupon: 'MAY', email: 'ada@example.com' } },
  users: { input: { ids: [1, 404] }, answers: users },
  invoice: { input: { userId: 1, lines: [] }, answers: { '/invoices': json({ id: 9 }, 201) } },
  list: { answers: { '/users': json([{ id: 1 }]) } },
  post: {
    input: { text: 'Hi' },
    answers: { '/messages': [json({ ok: false, error: 'ratelimited' }), json({ ok: true })] },
  },
  payment: {
    answers: { '/payments': failure('timeout', 'sent'), '/payments?reference=run_1': json({ id: 'p1' }) },
  },
  orders: {
    answers: {
      '/orders?limit=2': json({ orders: [{ id: 1 }, { id: 2 }], next: 'abc' }),
      '/orders?limit=2&after=abc': json({ orders: [{ id: 3 }], next: null }),
    },
  },
  start: {
    answers: {
      '/exports': json({ id: 7 }, 202),
      '/exports/7': [
        json({ status: 'running' }),
        json({ status: 'done', url: 'https://files.example.com/7' }),
      ],
    },
  },
  ship: { input: { email: 'ada@example.com' } },
  size: { input: { total: 120 } },
  pause: { input: { minutes: 5 } },
  note: { input: { name: 'Ada' } },
};

const shipment: Definition = {
  inputSchema: { type: 'object', required: ['email'], properties: { email: { type: 'string' } } },
  graph: { steps: [{ id: 'book', type: 'transform', output: { to: '{{input.email}}' } }] },
};

describe('docs/steps.md', () => {
  it.each(examples.map((example) => [example.id, example] as const))(
    '%s: runs as it says',
    async (id, { graph, gives }) => {
      const { input = null, answers = {} } = surroundings[id] ?? {};
      const parsed = parseGraph(graph);
      if (!parsed.ok) return expect(parsed.problems).toEqual([]);
      const known = {
        connectors: () => ({ name: 'Shipment', definition: shipment }),
        slots: ['shop', 'carrier_test'],
      };
      expect(
        validateGraph(parsed.value, {
          ...known,
          actions: (name) => (name === 'notify' ? { name } : undefined),
        }),
      ).toEqual([]);
      const left = new Map(
        Object.entries(answers).map(([path, given]) => [path, Array.isArray(given) ? [...given] : [given]]),
      );
      const { ports } = createHost({
        connectors: { 'create-shipment': shipment },
        actions: { notify: { run: async (given) => given } },
        credentials: shelf({ shop: bearer('the-token', ['api.example.com']) }),
        script: ({ url }) => {
          const given = left.get(url.replace(/^https:\/\/[a-z]+\.example\.com/, ''));
          return given && given.length > 1 ? given.shift() : given?.[0];
        },
      });
      const result = await runGraph({ graph: parsed.value, input, ports, execution: { id: 'run_1' } }).result;
      expect(result.error).toBeUndefined();
      if (gives !== undefined) expect(result.output).toEqual(JSON.parse(gives));
    },
  );

  it('has an example of every type of step, and says what most of them give', () => {
    const types = stepSchema.def.options.map((option) => option.shape.type.def.values[0]);
    for (const type of types) {
      expect(page).toContain(`\n## \`${type}\`\n`);
      expect(JSON.stringify(examples)).toContain(`"type":"${type}"`);
    }
    expect(examples.filter(({ gives }) => gives !== undefined).length).toBeGreaterThan(6);
    expect(page).toContain(`${MAX_STEPS.toLocaleString('en')} steps at most`);
  });

  it('links only to places that are there', () => {
    const anchorsOf = (text: string) =>
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
    const links = [...page.matchAll(/\]\(([\w.-]*)(?:#([\w-]+))?\)/g)];
    expect(links.length).toBeGreaterThan(20);
    for (const [, file = '', anchor] of links) {
      const text = readFileSync(join(root, 'docs', file || 'steps.md'), 'utf8');
      if (anchor !== undefined) expect(anchorsOf(text)).toContain(anchor);
    }
  });
});
