/** A table; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell || ' ').join(' | ')} |`.replace(/ {2,}\|/g, ' |');
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  if (text.includes('`')) throw new Error(`Code with a backtick in it needs another fence: ${text}`);
  // A bar would end the cell, also inside code.
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** Text without any mark-up. */
export function prose(text: string): string {
  return text.replace(/[&<|\\`*_]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** A doc comment: text with code between backticks. */
export function comment(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? prose(part) : code(part)))
    .join('');
}
