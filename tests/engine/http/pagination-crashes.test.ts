import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpStep, OutgoingRequest } from '#engine';
import { type Answer, failure, json } from '../../support/engine.js';
import type { StepOptions } from '../../support/http-step.js';
import { byCursor, byOffset, runPages } from '../../support/pages.js';

/** A server with so many items, by pages of so many, that answers each page first with its faults. */
function server(total: number, size: number, faults: readonly number[]) {
  const asked = new Map<number, number>();
  return (request: OutgoingRequest): Answer => {
    const start = Number(/(?:after|skip)=(\d+)/.exec(request.url)?.[1] ?? 0);
    const count = (asked.get(start) ?? 0) + 1;
    asked.set(start, count);
    if (count <= (faults[start % faults.length] ?? 0))
      return count === 1 ? json({}, 503) : failure('timeout');
    const data = Array.from({ length: total }, (_, index) => index).slice(start, start + size);
    return json({ data, next: start + size < total ? start + size : null });
  };
}

describe('pages of a run that dies again and again', () => {
  const patient: Partial<HttpStep> = { retry: { attempts: 10 } };

  it.each([1, 2])('[P9] come to the same list, whatever it dies at (seed %i)', async (seed) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(byCursor, byOffset),
        fc.nat(23),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(40), { maxLength: 4 }),
        async (pagination, total, size, faults, deaths) => {
          const script = server(total, size, faults);
          let part: StepOptions['seed'] = [];
          for (const death of deaths) {
            const { journal } = await runPages(pagination, script, { step: patient, seed: part });
            part = journal.slice(0, Math.max(part.length, Math.min(death, journal.length - 1)));
          }
          const { output, attempts } = await runPages(pagination, script, { step: patient, seed: part });
          expect(output).toEqual(Array.from({ length: total }, (_, index) => index));
          expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
        },
      ),
      { seed, numRuns: 150 },
    );
  });
});
