import { deepStrictEqual } from 'node:assert';
import { Liquid } from 'liquidjs';
import mustache from 'mustache';
import { compileTemplate } from '#engine';
import { measure } from './support/measure.js';
import { printTable, type Row } from './support/table.js';

// Run: npm run bench:expressions. Everything is compiled before, and checked to give the same.

const items = Array.from({ length: 1_000 }, (_, id) => ({
  id,
  price: (id * 7) % 100,
  tags: ['new', 'sale'],
}));
const data = {
  step_1: {
    user: { id: 4711, name: 'Ada Lovelace', email: 'ada@example.com', city: 'London', isActive: true },
  },
  step_2: { order: { id: 'A-1001', total: 129.5, currency: 'EUR', count: 3, status: 'paid' } },
  step_3: { items },
};

/** A text with ten holes. */
function letter(open: string, close: string): string {
  const hole = (path: string) => open + path + close;
  return `Dear ${hole('step_1.user.name')},

your order ${hole('step_2.order.id')} of ${hole('step_2.order.count')} items is ${hole('step_2.order.status')}:
${hole('step_2.order.total')} ${hole('step_2.order.currency')}, to be sent to ${hole('step_1.user.city')}.
We write to ${hole('step_1.user.email')} (customer ${hole('step_1.user.id')}, active: ${hole('step_1.user.isActive')}).
`;
}

const ours = compileTemplate(letter('{{', '}}'));
const writer = new mustache.Writer();
const unescaped = letter('{{{', '}}}');
const tokens = writer.parse(unescaped);
const liquid = new Liquid();
const parsed = liquid.parse(letter('{{', '}}'));

const texts = {
  patchbay: () => ours.evaluate(data),
  mustache: () => writer.renderTokens(tokens, new mustache.Context(data), undefined, unescaped),
  liquidjs: () => liquid.renderSync(parsed, data),
};
for (const run of Object.values(texts)) deepStrictEqual(run(), texts.mustache());

const reference = compileTemplate('{{step_1.user.email}}');
deepStrictEqual(reference.evaluate(data), 'ada@example.com');
const pipe = compileTemplate(
  '{{step_1.user.name | lower | replace(" ", ".") | slice(0, 8) | capitalize | default("nobody")}}',
);
deepStrictEqual(pipe.evaluate(data), 'Ada.love');
const filter = compileTemplate('{{step_3.items[?@.price < 10].id}}');
const cheap = items.filter(({ price }) => price < 10).map(({ id }) => id);
deepStrictEqual(filter.evaluate(data), cheap);

const alone = measure([
  { name: '{{step_1.user.email}}', run: () => reference.evaluate(data) },
  { name: 'a pipe of 5 functions', run: () => pipe.evaluate(data) },
  { name: 'a filter over 1,000 items', run: () => filter.evaluate(data) },
]);
const together = measure(Object.entries(texts).map(([name, run]) => ({ name, run })));
const reading = measure([
  { name: 'patchbay', run: () => compileTemplate(letter('{{', '}}')) },
  {
    name: 'mustache',
    run: () => {
      writer.clearCache();
      return writer.parse(unescaped);
    },
  },
  { name: 'liquidjs', run: () => liquid.parse(letter('{{', '}}')) },
]);

printTable([
  ...[...alone].map(([what, rate], index) => ({
    what,
    measured: aSecond(rate),
    ...(index === 0 && { goal: '≥ 5,000,000', isMet: rate >= 5_000_000 }),
  })),
  ...compare('a text with 10 holes', together, 3),
  ...compare('reading that text', reading),
]);

/** A row for each contender; against the others, how many times as often ours runs. */
function compare(what: string, rates: ReadonlyMap<string, number>, goal?: number): Row[] {
  const ours = rates.get('patchbay') ?? 0;
  return [...rates].map(([name, rate]) => {
    const row = { what: `${what}: ${name}`, measured: aSecond(rate) };
    if (name === 'patchbay') return row;
    const ratio = ours / rate;
    const judged = { ...row, ratio: `patchbay ${ratio.toFixed(1)} ×` };
    return goal === undefined ? judged : { ...judged, goal: `≥ ${goal} ×`, isMet: ratio >= goal };
  });
}

function aSecond(rate: number): string {
  return `${Math.round(rate).toLocaleString('en').padStart(12)} a second`;
}
