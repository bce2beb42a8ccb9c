import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
const texts = ['text', 'muted', 'faint', 'accent', 'ok', 'bad', 'wait'];
const types = ['string', 'number', 'boolean', 'object', 'array', 'null', 'any'].map((type) => `type-${type}`);

type Colour = readonly [number, number, number];

function token(name: string, side: 0 | 1): Colour {
  const found = new RegExp(`--pb-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)?.[side + 1];
  if (!found) throw new Error(`There is no token --pb-${name} with two plain colours.`);
  const channel = (at: number) => Number.parseInt(found.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: Colour, other: Colour): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function mix(colour: Colour, under: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2) => colour[at] * share + under[at] * (1 - share);
  return [part(0), part(1), part(2)];
}

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s theme', (_, side) => {
  test.each([...texts, ...types])('--pb-%s is readable on every surface', (name) => {
    const colour = token(name, side);
    for (const surface of ['panel', 'sunken', 'bg', 'accent-soft', 'hover']) {
      expect(contrast(colour, token(surface, side)), surface).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(['accent', 'ok', 'bad', 'wait'])('--pb-%s is readable on its own tint', (name) => {
    expect(contrast(token(name, side), token(`${name}-soft`, side))).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...types, 'bad'])('a chip in --pb-%s is readable', (name) => {
    const colour = token(name, side);
    expect(contrast(colour, mix(colour, token('panel', side), 0.11))).toBeGreaterThanOrEqual(4.5);
  });

  test('buttons are readable, also under the pointer', () => {
    for (const name of ['accent', 'accent-strong']) {
      expect(contrast(token('on-accent', side), token(name, side))).toBeGreaterThanOrEqual(4.5);
    }
    for (const name of ['bad', 'bad-strong']) {
      expect(contrast(token('on-bad', side), token(name, side))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('the measure itself: white on black is 21, grey on white is too little', () => {
  expect(contrast([255, 255, 255], [0, 0, 0])).toBeCloseTo(21);
  expect(contrast([153, 153, 153], [255, 255, 255])).toBeLessThan(4.5);
});
