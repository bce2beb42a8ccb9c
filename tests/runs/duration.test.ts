import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatElapsed } from '../../src/runs/duration.js';

it.each([
  [-5, '0 ms'],
  [0.4, '0 ms'],
  [182, '182 ms'],
  [999.6, '1.00 s'],
  [1_470, '1.47 s'],
  [9_996, '10.0 s'],
  [59_960, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [3_720_000, '1 h 02 min'],
])('%d ms reads as "%s"', (ms, text) => expect(formatDuration(ms)).toBe(text));

it.each([
  [0, '0.0 s'],
  [1_449, '1.4 s'],
  [61_000, '1 min 01 s'],
])('a growing time of %d ms reads as "%s"', (ms, text) => expect(formatElapsed(ms)).toBe(text));

it.each([
  [312, '312 B'],
  [4_200, '4.2 kB'],
  [999_600, '1.0 MB'],
  [1_300_000, '1.3 MB'],
])('%d bytes read as "%s"', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
