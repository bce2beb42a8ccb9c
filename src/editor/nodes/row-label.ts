import type { InputRow } from '../flow/node-rows.js';
import type { EditorStrings } from '../strings.js';

/** What an input is called: its own name, or what it is in the reader's language. */
export function rowLabel({ word, label, isPart = false }: InputRow, strings: EditorStrings): string {
  const name = word === undefined ? label : strings.rowWord(word);
  return isPart ? strings.partOf(name) : name;
}
