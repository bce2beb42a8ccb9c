import { describe, expect, test } from 'vitest';
import { hasRoomFor, isInView, viewportShowing } from '../../src/editor/canvas/view-fit.js';

const size = { width: 800, height: 600 };
const rest = { x: 0, y: 0, zoom: 1 };
const node = (x: number, y: number) => ({ x, y, width: 256, height: 150 });

describe('panning to a step', () => {
  test('what is in view stays where it is', () => {
    expect(viewportShowing(node(100, 100), rest, size)).toBe(rest);
  });

  test.each([
    ['the right', node(1_000, 100)],
    ['the left', node(-900, 100)],
    ['below', node(100, 2_000)],
    ['above', node(100, -700)],
  ])('what is off to %s comes into view at the same zoom', (_, rect) => {
    const zoomed = { x: 30, y: -20, zoom: 0.7 };
    const next = viewportShowing(rect, zoomed, size);
    expect(isInView(rect, zoomed, size)).toBe(false);
    expect(isInView(rect, next, size)).toBe(true);
    expect(next.zoom).toBe(0.7);
  });

  test('it pans no further than needed', () => {
    expect(viewportShowing(node(600, 100), rest, size)).toEqual({ x: -80, y: 0, zoom: 1 });
  });

  test('of what is larger than the canvas the start shows', () => {
    const tall = { x: 10, y: 700, width: 256, height: 2_000 };
    expect(viewportShowing(tall, rest, size)).toEqual({ x: 14, y: -676, zoom: 1 });
  });

  test('there is room for what fits between the margins', () => {
    expect(hasRoomFor(node(9_000, 0), 1, size)).toBe(true);
    expect(hasRoomFor({ x: 0, y: 0, width: 760, height: 10 }, 1, size)).toBe(false);
    expect(hasRoomFor({ x: 0, y: 0, width: 760, height: 10 }, 0.5, size)).toBe(true);
  });
});
