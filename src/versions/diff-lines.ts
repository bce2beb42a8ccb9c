export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Longer texts are shown whole, the old before the new: comparing them would take the square of this. */
const MOST_LINES = 300;

/** The lines of two texts, side by side where they are the same, by their longest common subsequence. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split('\n');
  const now = after.split('\n');
  if (old.length > MOST_LINES || now.length > MOST_LINES)
    return [...whole('removed', old), ...whole('added', now)];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    const [one, other] = [old[row], now[column]];
    if (one !== undefined && one === other) {
      lines.push({ kind: 'same', text: one });
      row++;
      column++;
    } else if (one !== undefined && (other === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ kind: 'removed', text: one });
      row++;
    } else if (other !== undefined) {
      lines.push({ kind: 'added', text: other });
      column++;
    }
  }
  return lines;
}

function whole(kind: 'added' | 'removed', lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ kind, text }));
}
