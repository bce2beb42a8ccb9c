import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunEvent, type RunResult, runGraph } from '#engine';
import { createHost, json, pathOf } from '../../support/engine.js';
import { type Forecast, forecast, type RandomFlow, randomFlow } from '../../support/random-graph.js';

/** What the upstream has seen over all attempts at a run. */
interface World {
  flow: RandomFlow;
  /** How often each path was asked for. */
  asked: Map<string, number>;
  /** Paths that were asked for after the journal had the end of their step. */
  again: string[];
}

class Killed extends Error {}
class Endless extends Error {}

/** One process: it goes on from the journal and dies, perhaps, after so many writes. */
async function live(world: World, journal: readonly RunEvent[], dieAfter: number, at: number) {
  const ended = new Set(
    journal.flatMap((event) =>
      event.type === 'step_succeeded' || event.type === 'step_failed' ? [event.step] : [],
    ),
  );
  let writes = 0;
  const host = createHost({
    seed: journal,
    idempotencyKey: (step) => step,
    beforeRecord() {
      writes += 1;
      if (writes > dieAfter) throw new Killed('The process is gone.');
    },
    script(request) {
      const path = pathOf(request);
      const [, id = '', item] = path.split('/');
      const answers = world.flow.steps[id]?.answers ?? [];
      const step = item === undefined ? id : `${id}[${'xyz'.indexOf(item)}]`;
      if (ended.has(step)) world.again.push(path);
      const number = world.asked.get(path) ?? 0;
      world.asked.set(path, number + 1);
      const answer = answers[Math.min(number, answers.length - 1)];
      if (answer === 'ok') return json({ path });
      return answer === 'busy' ? json('busy', 503) : json('gone', 404);
    },
  });
  host.clock.advance(at);
  const run = runGraph({ graph: world.flow.graph, ports: host.ports, resume: journal, parkAfterMs: 60_000 });
  try {
    return { result: await run.result, journal: host.journal };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { journal: host.journal };
  }
}

/** Runs a flow to its end through processes that die and waits that put it down. */
async function endure(flow: RandomFlow, deaths: readonly number[], forgets = false) {
  const world: World = { flow, asked: new Map(), again: [] };
  let journal: readonly RunEvent[] = [];
  for (let life = 0; ; life++) {
    const outcome = await live(world, journal, deaths[life] ?? Number.POSITIVE_INFINITY, life * 86_400_000);
    if (outcome.result && outcome.result.status !== 'waiting')
      return { world, result: outcome.result, journal: outcome.journal };
    // What a broken runtime would do: it keeps that steps began, and loses how they ended.
    journal = forgets
      ? outcome.journal.filter(({ type }) => !type.startsWith('step_') || type === 'step_started')
      : outcome.journal;
    if (life > 50) throw new Endless('The run never ends.');
  }
}

/** Everything that must hold of a run that has ended, as sentences about what doesn't. */
function violations(
  { fates, fatal }: Forecast,
  { world, result, journal }: { world: World; result: RunResult; journal: readonly RunEvent[] },
): string[] {
  const wrong: string[] = world.again.map((path) => `${path} was sent again after its end was recorded.`);
  journal.forEach(({ seq }, index) => {
    if (seq !== index + 1) wrong.push(`Event ${index + 1} has the number ${seq}.`);
  });
  const ends = journal.flatMap((event) =>
    /^step_(succeeded|failed|skipped|cancelled)$/.test(event.type) && 'step' in event ? [event.step] : [],
  );
  for (const step of new Set(ends))
    if (ends.filter((other) => other === step).length > 1) wrong.push(`${step} ended more than once.`);
  if (journal.filter(({ type }) => /^run_(succeeded|failed|cancelled)$/.test(type)).length !== 1)
    wrong.push('The run has not exactly one end.');
  if (fatal.length > 0) {
    if (result.status !== 'failed') wrong.push(`The run ${result.status}, though ${fatal.join()} failed.`);
    const culprit = result.error?.step?.replace(/\[\d\]$/, '');
    if (!fatal.includes(culprit ?? '')) wrong.push(`The run failed by ${culprit}.`);
    return wrong;
  }
  if (result.status !== 'succeeded') wrong.push(`The run ${result.status}.`);
  for (const [id, fate] of Object.entries(fates)) {
    const step = result.steps[id];
    if (step?.status !== fate.status) wrong.push(`${id} ${step?.status}, and not ${fate.status}.`);
    if (fate.output !== undefined && JSON.stringify(step?.output) !== JSON.stringify(fate.output))
      wrong.push(`${id} gave ${JSON.stringify(step?.output)}.`);
  }
  return wrong;
}

const deaths = fc.array(fc.nat(14), { maxLength: 5 });

describe('random graphs with random faults', () => {
  it.each([1, 2, 3, 4])(
    '[X32] end as the simple model says, whatever dies in between (seed %i)',
    async (seed) => {
      await fc.assert(
        fc.asyncProperty(randomFlow, deaths, async (flow, plan) => {
          expect(violations(forecast(flow), await endure(flow, plan))).toEqual([]);
        }),
        { seed, numRuns: 150 },
      );
    },
  );

  it('[X32] and the check notices a runtime that forgets what it recorded', async () => {
    let noticed = 0;
    await fc.assert(
      fc.asyncProperty(randomFlow, deaths, async (flow, plan) => {
        const later = plan.map((after) => after + 4);
        const broken = await endure(flow, later, true).catch((error) => {
          if (!(error instanceof Endless)) throw error;
        });
        const twice = [...(broken?.world.asked ?? [])].filter(([path, count]) => {
          const answers = flow.steps[path.split('/')[1] ?? '']?.answers ?? [];
          return answers[0] === 'ok' && count > 1;
        });
        // A wait that is forgotten again and again is never over.
        if (!broken || twice.length > 0 || violations(forecast(flow), broken).length > 0) noticed += 1;
      }),
      { seed: 1, numRuns: 150 },
    );
    expect(noticed).toBeGreaterThan(10);
  });
});
