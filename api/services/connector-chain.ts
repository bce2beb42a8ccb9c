/**
 * How a connector comes to run itself: the shortest chain from `start` back to it, both ends named, by what each
 * connector uses. Nothing when it doesn't. Cycles that `start` only leads into are no answer, and no endless loop.
 */
export function findConnectorChain(
  start: string,
  uses: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (const current of queue) {
    for (const used of uses.get(current) ?? []) {
      if (used === start) return [...pathTo(current, from), start];
      if (from.has(used)) continue;
      from.set(used, current);
      queue.push(used);
    }
  }
  return undefined;
}

function pathTo(end: string, from: ReadonlyMap<string, string>): string[] {
  const path = [end];
  for (let before = from.get(end); before !== undefined; before = from.get(before)) path.unshift(before);
  return path;
}
