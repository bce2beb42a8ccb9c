/** What the demo API knows. Fixed, so that examples, tests and screenshots agree. */

export interface DemoUser {
  id: number;
  name: string;
  email: string;
  phone: string;
  address: { street: string; city: string; zip: string; country: string };
  company: { name: string };
}

export interface DemoItem {
  sku: string;
  name: string;
  quantity: number;
  price: number;
  weightKg: number;
}

type UserRow = [name: string, street: string, city: string, zip: string, country: string, company: string];

const userRows: readonly UserRow[] = [
  ['Ada Lovelace', '12 St James’s Square', 'London', 'SW1Y 4JH', 'GB', 'Analytical Engines'],
  ['Konrad Zuse', 'Methfesselstraße 7', 'Berlin', '10965', 'DE', 'Zuse Apparatebau'],
  ['Hedy Lamarr', 'Peter-Jordan-Straße 12', 'Vienna', '1190', 'AT', 'Frequency Works'],
  ['Katherine Johnson', '100 NASA Drive', 'Hampton', '23666', 'US', 'Orbital Figures'],
  ['Blaise Pascal', '7 Rue Pascal', 'Clermont-Ferrand', '63000', 'FR', 'Pascaline et Fils'],
  ['Radia Perlman', '1 Spanning Tree Lane', 'Portsmouth', '23704', 'US', 'Bridge Protocols'],
  ['Edsger Dijkstra', 'Rembrandtweg 5', 'Nuenen', '5671 GG', 'NL', 'Shortest Path'],
  ['Grace Hopper', '86 Compiler Street', 'New York', '10001', 'US', 'Flow-Matic'],
  ['Akira Yoshino', '4 Asahi-dori', 'Fuji', '416-0939', 'JP', 'Charged Cells'],
  ['Maria Agnesi', 'Via Manzoni 9', 'Milan', '20121', 'IT', 'Curve Studio'],
];

const dialCodes: Record<string, string> = {
  GB: '44',
  DE: '49',
  AT: '43',
  US: '1',
  FR: '33',
  NL: '31',
  JP: '81',
  IT: '39',
};

export const demoUsers: readonly DemoUser[] = userRows.map(
  ([name, street, city, zip, country, company], index) => ({
    id: index + 1,
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
    phone: `+${dialCodes[country]} 555 01${String(index + 10)}`,
    address: { street, city, zip, country },
    company: { name: company },
  }),
);

const catalogue: readonly Omit<DemoItem, 'quantity'>[] = [
  { sku: 'CAB-USB-2M', name: 'USB-C cable, 2 m', price: 9.9, weightKg: 0.08 },
  { sku: 'KEY-TKL-60', name: 'Mechanical keyboard', price: 89, weightKg: 0.92 },
  { sku: 'MUG-PATCH', name: 'Patch cable mug', price: 14.5, weightKg: 0.35 },
  { sku: 'LMP-DESK-1', name: 'Desk lamp', price: 42, weightKg: 1.4 },
  { sku: 'NTB-GRID-A5', name: 'Grid notebook A5', price: 6.25, weightKg: 0.22 },
];

/** One to three things, the same for a user each time. */
export function demoOrders(userId: number): {
  userId: number;
  items: DemoItem[];
  total: number;
  currency: string;
} {
  const items = catalogue
    .filter((_item, index) => (index + userId) % 2 === 1)
    .map((item, index) => ({ ...item, quantity: ((userId + index) % 3) + 1 }));
  const total = round(items.reduce((sum, item) => sum + item.price * item.quantity, 0));
  return { userId, items, total, currency: 'EUR' };
}

/** All orders of the shop as a list tells of them, one for each user. */
export const demoOrderList = demoUsers.map(({ id, name }) => {
  const { items, total, currency } = demoOrders(id);
  return { id: `ord_${id}`, userId: id, customer: name, parcels: items.length, total, currency };
});

/** Nearer is cheaper, heavier is dearer. Days are working days. */
export function demoRates(country: string, weightKg: number) {
  const zone = country === 'AT' || country === 'DE' ? 1 : ['US', 'JP'].includes(country) ? 3 : 2;
  return {
    country,
    currency: 'EUR',
    standard: { price: round(3.5 * zone + 1.2 * weightKg), days: 2 + zone * 2 },
    express: { price: round(9 * zone + 2.6 * weightKg), days: zone },
  };
}

export function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
