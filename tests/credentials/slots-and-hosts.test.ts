import { expect, test } from 'vitest';
import { suggestSlot } from '../../src/credentials/suggest-slot.js';
import { tidyHost } from '../../src/credentials/tidy-host.js';
import { slotSchema } from '../../src/engine/index.js';

test.each([
  ['Stripe live', 'stripe_live'],
  ['  Stripe (live)!  ', 'stripe_live'],
  ['2nd shop', 'nd_shop'],
  ['Café Österreich', 'cafe_osterreich'],
  ['東京', ''],
  ['', ''],
  ['42', ''],
])('of the name %j the slot is %j', (name, slot) => {
  expect(suggestSlot(name, new Set())).toBe(slot);
});

test('a slot that is taken gets a number, and never too long', () => {
  expect(suggestSlot('Shop', new Set(['shop']))).toBe('shop_2');
  expect(suggestSlot('Shop', new Set(['shop', 'shop_2']))).toBe('shop_3');
  const long = suggestSlot('a'.repeat(80), new Set());
  expect(slotSchema.safeParse(long).success).toBe(true);
  const next = suggestSlot('a'.repeat(80), new Set([long]));
  expect(next).toMatch(/^a{62}_2$/);
  expect(slotSchema.safeParse(next).success).toBe(true);
});

test.each([
  ['https://API.example.com/v1/?q#x', 'api.example.com'],
  [' api.example.com ', 'api.example.com'],
  ['https://api.example.com:443', 'api.example.com'],
  ['api.example.com:8443/', 'api.example.com:8443'],
  ['HTTP://Localhost:3000/x', 'http://localhost:3000'],
  ['http://localhost:80', 'http://localhost'],
  ['http://localhost:443', 'http://localhost:443'],
  ['', ''],
  ['*.example.com', '*.example.com'],
])('of %j the host is %j', (text, host) => {
  expect(tidyHost(text)).toBe(host);
  expect(tidyHost(host)).toBe(host);
});
