import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunEvent, runGraph } from '#engine';
import { type Answer, createHost, deferred, json, pathOf, settle } from '../../support/engine.js';
import { forecast, type RandomFlow, randomFlow } from '../../support/random-graph.js';

/** Runs a flow whose open requests are answered in the order that `choose` says. */
async function runInOrder(flow: RandomFlow, choose: (open: number) => number): Promise<RunEvent[]> {
  const open: { path: string; resolve: (answer: Answer) => void }[] = [];
  const asked = new Map<string, number>();
  const host = createHost({
    idempotencyKey: (step) => step,
    script(request) {
      const { promise, resolve } = deferred<Answer>();
      open.push({ path: pathOf(request), resolve });
      return promise;
    },
  });
  // What chance says must not depend on who asks first.
  let asks = 0;
  const random = (): number => (asks++ * 0.37) % 1;
  const run = runGraph({ graph: flow.graph, ports: { ...host.ports, random } });
  let isOver = false;
  void run.result.then(() => {
    isOver = true;
  });
  for (await settle(); !isOver; await settle()) {
    const [next] = open.splice(choose(open.length), 1);
    if (!next) continue;
    const number = asked.get(next.path) ?? 0;
    asked.set(next.path, number + 1);
    const answers = flow.steps[next.path.split('/')[1] ?? '']?.answers ?? [];
    const answer = answers[Math.min(number, answers.length - 1)];
    next.resolve(
      answer === 'ok' ? json({ path: next.path }) : json(answer ?? null, answer === 'busy' ? 503 : 404),
    );
  }
  return host.journal;
}

/** A failure that ends what is in flight beside it, in a run or a loop, finds it wherever it is at that time. */
function isUnhurried(flow: RandomFlow): boolean {
  const { fates, fatal } = forecast(flow);
  const endsItems = Object.entries(flow.steps).some(
    ([id, { kind }]) => kind === 'loop' && fates[id]?.status === 'failed',
  );
  return fatal.length === 0 && !endsItems;
}

/** Events by step, without what says when they were: with parallel steps, that is all that the order changes. */
function byStep(journal: readonly RunEvent[]): Record<string, string[]> {
  const steps: Record<string, string[]> = {};
  for (const event of journal) {
    const key = 'step' in event ? event.step : 'run';
    // A step that found no free slot was queued; whether it did is a matter of time.
    if (event.type === 'step_queued') continue;
    steps[key] = [...(steps[key] ?? []), withoutTime(event)];
  }
  return Object.fromEntries(Object.entries(steps).sort());
}

function withoutTime(event: RunEvent): string {
  return JSON.stringify(event, (key, value: unknown) =>
    ['seq', 'at', 'durationMs', 'startedAt', 'until'].includes(key) ? undefined : value,
  );
}

describe('determinism', () => {
  it.each([11, 12, 13])(
    '[X15] the same replies give the same events, whatever the order in which they come (seed %i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(
          randomFlow.filter(isUnhurried),
          fc.infiniteStream(fc.nat(1_000)),
          async (flow, random) => {
            const inTurn = byStep(await runInOrder(flow, () => 0));
            const shuffled = byStep(
              await runInOrder(flow, (open) => (random.next().value ?? 0) % Math.max(1, open)),
            );
            expect(shuffled).toEqual(inTurn);
          },
        ),
        { seed, numRuns: 40 },
      );
    },
  );
});
