import { deepStrictEqual } from 'node:assert';
import { Liquid } from 'liquidjs';
import mustache from 'mustache';
import { compileTemplate } from '#engine';
import { measure } from './measure.ts';

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
print('evaluations a second', alone, { '{{step_1.user.email}}': 'goal: 5,000,000' });

const together = measure(Object.entries(texts).map(([name, run]) => ({ name, run })));
print('a text with 10 holes, times a second', together, {
  mustache: ratioTo('mustache', together, 3),
  liquidjs: ratioTo('liquidjs', together, 3),
});

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
print('reading that text, times a second', reading, {
  mustache: ratioTo('mustache', reading),
  liquidjs: ratioTo('liquidjs', reading),
});

function ratioTo(name: string, rates: ReadonlyMap<string, number>, goal?: number): string {
  const ratio = (rates.get('patchbay') ?? 0) / (rates.get(name) ?? 0);
  return `patchbay: ${ratio.toFixed(1)} ×${goal === undefined ? '' : ` (goal: ${goal} ×)`}`;
}

function print(title: string, rates: ReadonlyMap<string, number>, notes: Record<string, string>): void {
  console.log(`\n${title}`);
  for (const [name, rate] of rates) {
    const number = Math.round(rate).toLocaleString('en').padStart(12);
    console.log(`${number}  ${name.padEnd(28)}${notes[name] ?? ''}`.trimEnd());
  }
}
