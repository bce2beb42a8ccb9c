import { describe, expect, test } from 'vitest';
import { createDemoApi } from '../../api/demo/demo-api.js';

const app = createDemoApi({ delay: false });

async function get(path: string) {
  const response = await app.request(path);
  return { status: response.status, body: await response.json() };
}

const shipment = {
  to: { street: 'Peter-Jordan-Straße 12', city: 'Vienna', zip: '1190', country: 'AT' },
  email: 'hedy@example.com',
  parcels: [{ weightKg: 1.5 }, { weightKg: 0.5 }],
  service: 'express',
};

function post(body: unknown): Response | Promise<Response> {
  return app.request('/shipments', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('the shop', () => {
  test('has ten users, and no others', async () => {
    const { body } = await get('/users');
    expect(body.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await get('/users/1')).body).toMatchObject({
      id: 1,
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      address: { city: 'London', country: 'GB' },
      company: { name: 'Analytical Engines' },
    });
    expect(await get('/users/999')).toEqual({ status: 404, body: { error: 'no user 999' } });
  });

  test('has an order for each user, whose total is the sum of its items', async () => {
    for (let userId = 1; userId <= 10; userId += 1) {
      const { body } = await get(`/orders?userId=${userId}`);
      const sum = body.items.reduce(
        (total: number, item: { price: number; quantity: number }) => total + item.price * item.quantity,
        0,
      );
      expect(body).toMatchObject({ userId, currency: 'EUR' });
      expect(body.items.length).toBeGreaterThan(0);
      expect(body.total).toBeCloseTo(sum, 2);
    }
    expect(await get('/orders?userId=x')).toMatchObject({ status: 400 });
  });
});

describe('the list of all orders', () => {
  test('comes in pages, each with the cursor of the next', async () => {
    const seen: string[] = [];
    const sizes: number[] = [];
    let path = '/orders/all?limit=4';
    for (;;) {
      const { status, body } = await get(path);
      expect(status).toBe(200);
      seen.push(...body.orders.map(({ id }: { id: string }) => id));
      sizes.push(body.orders.length);
      if (body.next === null) break;
      path = `/orders/all?limit=4&after=${body.next}`;
    }
    expect(sizes).toEqual([4, 4, 2]);
    expect(new Set(seen).size).toBe(10);
    expect((await get('/orders/all?limit=5&after=ord_5')).body.next).toBeNull();
    const [first] = (await get('/orders/all')).body.orders;
    const order = (await get('/orders?userId=1')).body;
    expect(first).toMatchObject({
      userId: 1,
      customer: 'Ada Lovelace',
      total: order.total,
      parcels: order.items.length,
    });
  });

  test.each(['limit=0', 'limit=51', 'limit=x', 'after=nope', 'after='])('refuses %s', async (query) => {
    expect(await get(`/orders/all?${query}`)).toMatchObject({ status: 400 });
  });
});

describe('a report', () => {
  test('is accepted, and is there a while later', async () => {
    let time = 1_000_000;
    const timed = createDemoApi({ delay: false, now: () => time });
    const read = async (path: string) => {
      const response = await timed.request(path);
      return { status: response.status, body: await response.json() };
    };
    const asked = await timed.request('/reports', { method: 'POST' });
    expect(asked.status).toBe(202);
    const location = asked.headers.get('location') ?? '';
    const { id } = await asked.json();
    expect(location).toBe(`/reports/${id}`);
    expect(await read(location)).toMatchObject({ status: 202, body: { status: 'running' } });
    time += 1_500;
    expect(await read(location)).toMatchObject({
      status: 200,
      body: { status: 'done', url: expect.stringContaining(id) },
    });
    time = 0;
    expect(await read(location)).toMatchObject({ status: 404 });
    expect(await read('/reports/nope')).toMatchObject({ status: 404 });
  });
});

describe('the carrier', () => {
  test('asks more for more weight, more distance and more speed', async () => {
    const rate = async (query: string) => (await get(`/rates?${query}`)).body;
    const near = await rate('country=AT&weightKg=1');
    expect(near.express.price).toBeGreaterThan(near.standard.price);
    expect(near.express.days).toBeLessThan(near.standard.days);
    expect((await rate('country=AT&weightKg=5')).standard.price).toBeGreaterThan(near.standard.price);
    expect((await rate('country=JP&weightKg=1')).standard.price).toBeGreaterThan(near.standard.price);
    expect(await get('/rates?country=Austria')).toMatchObject({ status: 400 });
    expect(await get('/rates?country=AT&weightKg=-1')).toMatchObject({ status: 400 });
  });

  test('books the same shipment under the same id, at the price it named', async () => {
    const first = await post(shipment);
    expect(first.status).toBe(201);
    const body = await first.json();
    const price = (await get('/rates?country=AT&weightKg=2')).body.express.price;
    expect(body).toMatchObject({
      id: expect.stringMatching(/^shp_\w+$/),
      status: 'label_created',
      eta: '1 working day',
      price,
    });
    expect(body.trackingUrl).toContain(body.id);
    expect(await (await post(shipment)).json()).toEqual(body);
    expect((await (await post({ ...shipment, service: 'standard' })).json()).id).not.toBe(body.id);
  });

  test.each([
    ['a field that is missing', { ...shipment, email: undefined }, 'email'],
    ['no parcels', { ...shipment, parcels: [] }, 'parcels'],
    ['a country in words', { ...shipment, to: { ...shipment.to, country: 'Austria' } }, 'to.country'],
    ['no JSON', '{', 'the body'],
  ])('refuses %s with 422 and its place', async (_name, body, place) => {
    const response = await post(body);
    expect(response.status).toBe(422);
    expect((await response.json()).error).toBe(`check ${place}`);
  });
});

test('with its delay an answer takes long enough to be watched', async () => {
  const slow = createDemoApi();
  const time = async (path: string) => {
    const startedAt = performance.now();
    await slow.request(path);
    return performance.now() - startedAt;
  };
  expect(await time('/users/1')).toBeGreaterThan(140);
});
