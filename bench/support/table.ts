/** One line of a bench's table. */
export interface Row {
  what: string;
  measured: string;
  ratio: string;
  goal: string;
  isMet: boolean;
}

/** Prints what was measured beside its goal, and fails the process where one is missed. */
export function printTable(rows: readonly Row[]): void {
  const lines = [
    ['', 'measured', 'ratio', 'goal', ''],
    ...rows.map(({ what, measured, ratio, goal, isMet }) => [
      what,
      measured,
      ratio,
      goal,
      isMet ? 'met' : 'MISSED',
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines)
    console.log(
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  if (rows.some(({ isMet }) => !isMet)) process.exitCode = 1;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
