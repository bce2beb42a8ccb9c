/** One way of doing something; what it gives is kept, so that nothing is optimized away. */
export interface Contender {
  name: string;
  run: () => unknown;
}

const ROUNDS = 11;
const ROUND_MS = 120;

/**
 * How often a second each contender runs: medians over several rounds in which they take turns, after one to
 * warm up. The time is that of the processor, so that other programs on the machine count as little as can be.
 */
export function measure(contenders: readonly Contender[]): Map<string, number> {
  const rounds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { name, run } of contenders) {
      const rate = rateOf(run);
      if (round > 0) rounds.get(name)?.push(rate);
    }
  }
  return new Map([...rounds].map(([name, rates]) => [name, median(rates)]));
}

/** Runs until the time of a round is over, and looks at the clock only after batches of runs. */
function rateOf(run: () => unknown): number {
  let last: unknown = UNUSED;
  let batch = 1;
  let count = 0;
  let milliseconds = 0;
  const start = process.cpuUsage();
  while (milliseconds < ROUND_MS) {
    for (let index = 0; index < batch; index++) last = run();
    count += batch;
    const { user, system } = process.cpuUsage(start);
    milliseconds = (user + system) / 1_000;
    if (milliseconds < ROUND_MS / 20) batch *= 2;
  }
  if (last === UNUSED) throw new Error('A contender gave nothing.');
  return (count / milliseconds) * 1_000;
}

/** What a contender gave is compared with this, so that no compiler can leave its run out. */
const UNUSED = {};

export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
