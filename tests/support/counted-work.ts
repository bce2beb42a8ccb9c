import { type Profiler, Session } from 'node:inspector';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/**
 * How much work our code does, counted and not timed: how often V8 enters its functions and blocks (loops go through
 * one each time), and how many characters it has searched for it. It is the same number on every machine.
 *
 * Not counted is what a regular expression looks at in vain before it matches or gives up.
 * Only code is counted that was loaded after this module: import it with `await import(…)`.
 *
 * Source: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#method-startPreciseCoverage
 */
export function countedWork(run: () => unknown): number {
  let characters = 0;
  const restore = watchSearches((searched) => {
    characters += searched;
  });
  try {
    takeBlockCounts();
    run();
    return takeBlockCounts() + characters;
  } finally {
    restore();
  }
}

/** How often blocks were entered since the last time. */
function takeBlockCounts(): number {
  let coverage: Profiler.ScriptCoverage[] | undefined;
  // Within one thread the answer is there before the call returns.
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error) throw error;
    coverage = result;
  });
  if (coverage === undefined) throw new Error('The profiler did not answer.');
  let count = 0;
  for (const { url, functions } of coverage) {
    if (!/\/(src|tests\/engine)\//.test(url)) continue;
    for (const { ranges } of functions) for (const range of ranges) count += range.count;
  }
  return count;
}

function watchSearches(tell: (searched: number) => void): () => void {
  const { exec } = RegExp.prototype;
  const { indexOf, includes } = String.prototype;
  RegExp.prototype.exec = function (text) {
    const match = exec.call(this, text);
    tell(match?.[0].length ?? 0);
    return match;
  };
  String.prototype.indexOf = function (sought, from = 0) {
    const found = indexOf.call(this, sought, from);
    tell((found < 0 ? this.length : found) - from);
    return found;
  };
  String.prototype.includes = function (sought, from = 0) {
    const found = indexOf.call(this, sought, from);
    tell((found < 0 ? this.length : found) - from);
    return found >= 0;
  };
  return () => {
    Object.assign(RegExp.prototype, { exec });
    Object.assign(String.prototype, { indexOf, includes });
  };
}
