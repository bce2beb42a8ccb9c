/** One line of a bench's table. */
export interface Row {
  what: string;
  measured: string;
  /** Beside what else was measured in the same run. */
  ratio?: string;
  /** Absent: a number to look at. */
  goal?: string;
  isMet?: boolean;
}

/** Prints what was measured beside its goal, and fails the process where one is missed. */
export function printTable(rows: readonly Row[]): void {
  const lines = [
    ['', 'measured', 'ratio', 'goal', ''],
    ...rows.map(({ what, measured, ratio = '', goal = '', isMet = true }) => [
      what,
      measured,
      ratio,
      goal,
      goal && (isMet ? 'met' : 'MISSED'),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    const cells = line.map((text, column) => text.padEnd(widths[column] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
  if (rows.some(({ isMet = true }) => !isMet)) process.exitCode = 1;
}
