import type { InputRow } from '../flow/node-rows.js';
import type { EditorStrings } from '../strings.js';

/** What an input is called: its own name, or what it is in the reader's language. */
export function rowLabel({ word, label, isNegated = false }: InputRow, strings: EditorStrings): string {
  if (word === undefined) return label;
  return isNegated ? strings.notWord(strings.rowWord(word)) : strings.rowWord(word);
}
