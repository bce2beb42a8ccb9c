/** The candidate that a misspelt name most likely means, or undefined where none is near. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.slice(0, 64).toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The end of a message that names what was probably meant, or says something else. */
export function didYouMean(near: string | undefined, otherwise = ''): string {
  return near === undefined ? otherwise : ` Did you mean '${near}'?`;
}

/** `nearestName` for the checks of one document. */
export type FindName = (name: string, candidates: Iterable<string>) => string | undefined;

/** Looking for near names is the dearest thing that a check does: past this, nobody reads them anyway. */
const MAX_SEARCHES = 100;

/** Gives near names for the first mistakes of a document that is wrong all over, and none for the others. */
export function createNameFinder(): FindName {
  let searches = 0;
  return (name, candidates) => {
    searches += 1;
    return searches > MAX_SEARCHES ? undefined : nearestName(name, candidates);
  };
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
