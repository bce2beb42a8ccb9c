import { expect, it } from 'vitest';
import { formatWhen } from '../../src/screen/when.js';

const NOW = Date.UTC(2026, 0, 5, 12);

it.each([
  [0, 'now'],
  [20_000, 'now'],
  [-60_000, 'now'],
  [3 * 60_000, '3 min. ago'],
  [5 * 3_600_000, '5 hr. ago'],
  [30 * 3_600_000, 'yesterday'],
  [30 * 86_400_000, 'Dec 6, 2025'],
])('%d ms ago reads as "%s"', (ms, text) => expect(formatWhen(NOW - ms, NOW, 'en-US')).toBe(text));
