import { Hono } from 'hono';
import { z } from 'zod';
import { demoOrderList, demoOrders, demoRates, demoUsers, round } from './demo-data.js';

/** Counts up with what the demo API knows: an older one can't stand in for it. */
export const DEMO_SERVICE = 'patchbay-demo-2';

export interface DemoApiOptions {
  /** Answers take 150 to 400 ms, so that a run can be watched. Default: true. */
  delay?: boolean;
  /** Milliseconds since 1970. Default: the machine's clock. */
  now?(): number;
}

/** How long a report takes to be made. */
const REPORT_MS = 1_500;
const MAX_PAGE = 50;

const shipmentSchema = z.object({
  to: z.object({
    street: z.string().min(1),
    city: z.string().min(1),
    zip: z.string().min(1),
    country: z.string().length(2),
  }),
  email: z.email(),
  parcels: z.array(z.looseObject({ weightKg: z.number().positive().optional() })).min(1),
  service: z.enum(['standard', 'express']),
});

/**
 * A small shop and a carrier to build flows against without an account or a network. The data is fixed and
 * nothing is kept: a shipment's id and tracking address follow from what was posted,
 * and a report's id says when it was asked for.
 */
export function createDemoApi({ delay = true, now = Date.now }: DemoApiOptions = {}): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ service: DEMO_SERVICE }));
  if (delay) {
    app.use(async (c, next) => {
      await new Promise((resolve) => setTimeout(resolve, delayFor(c.req.path)));
      await next();
    });
  }
  app.get('/users', (c) => c.json(demoUsers));
  app.get('/users/:id', (c) => {
    const id = c.req.param('id');
    const user = demoUsers.find((candidate) => String(candidate.id) === id);
    return user ? c.json(user) : c.json({ error: `no user ${id}` }, 404);
  });
  app.get('/orders', (c) => {
    const userId = Number(c.req.query('userId'));
    if (!demoUsers.some((user) => user.id === userId)) {
      return c.json({ error: 'userId must be a number from 1 to 10' }, 400);
    }
    return c.json(demoOrders(userId));
  });
  app.get('/orders/all', (c) => {
    const limit = Number(c.req.query('limit') ?? 10);
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
      return c.json({ error: `limit must be a whole number from 1 to ${MAX_PAGE}` }, 400);
    const after = c.req.query('after');
    const start = after === undefined ? 0 : demoOrderList.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && start === 0)
      return c.json({ error: `after must be the cursor of a page, as ${demoOrderList[0]?.id}` }, 400);
    const orders = demoOrderList.slice(start, start + limit);
    const hasMore = start + limit < demoOrderList.length;
    return c.json({ orders, next: hasMore ? orders.at(-1)?.id : null });
  });
  app.post('/reports', (c) => {
    const id = `rep_${now().toString(36)}`;
    return c.json({ id, status: 'accepted' }, 202, { location: `/reports/${id}` });
  });
  app.get('/reports/:id', (c) => {
    const id = c.req.param('id');
    const askedAt = /^rep_[0-9a-z]{1,9}$/.test(id)
      ? Number.parseInt(id.slice(4), 36)
      : Number.POSITIVE_INFINITY;
    if (askedAt > now()) return c.json({ error: `no report ${id}` }, 404);
    if (now() - askedAt < REPORT_MS) return c.json({ id, status: 'running' }, 202, { 'retry-after': '1' });
    return c.json({ id, status: 'done', url: `https://files.example.com/${id}.pdf` });
  });
  app.get('/rates', (c) => {
    const country = c.req.query('country') ?? '';
    const weightKg = Number(c.req.query('weightKg') ?? 1);
    if (!/^[A-Z]{2}$/.test(country))
      return c.json({ error: 'country must be two capital letters, like AT' }, 400);
    if (!(weightKg > 0)) return c.json({ error: 'weightKg must be more than 0' }, 400);
    return c.json(demoRates(country, weightKg));
  });
  app.post('/shipments', async (c) => {
    const parsed = shipmentSchema.safeParse(await readJson(c.req.raw));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => ({
        field: issue.path.join('.'),
        message: issue.message,
      }));
      const fields = errors.map((error) => error.field || 'the body').join(', ');
      return c.json({ error: `check ${fields}`, errors }, 422);
    }
    return c.json(ship(parsed.data), 201);
  });
  app.notFound((c) => c.json({ error: `there is nothing at ${c.req.path}`, try: '/users/1' }, 404));
  return app;
}

function ship({ to, email, parcels, service }: z.infer<typeof shipmentSchema>) {
  const weightKg = parcels.reduce((sum, parcel) => sum + (parcel.weightKg ?? 1), 0);
  const rate = demoRates(to.country, weightKg)[service];
  const id = `shp_${hash(JSON.stringify([to, email, parcels, service]))}`;
  return {
    id,
    status: 'label_created',
    trackingUrl: `https://track.example.com/${id}`,
    eta: `${rate.days} working day${rate.days === 1 ? '' : 's'}`,
    price: round(rate.price),
  };
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    // No JSON: the schema then says what was expected.
    return undefined;
  }
}

/** 150 to 400 ms, the same for a path each time. */
function delayFor(path: string): number {
  return 150 + (Number.parseInt(hash(path), 36) % 250);
}

/** FNV-1a, in base 36: a short name for a text, no protection. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(36);
}
