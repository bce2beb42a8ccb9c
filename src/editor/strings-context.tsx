import { createContext, useContext } from 'react';
import { englishEditorStrings } from './english-strings.js';
import type { EditorStrings } from './strings.js';

export const EditorStringsContext = createContext<EditorStrings>(englishEditorStrings);

/** The texts of the editor around this component. */
export function useStrings(): EditorStrings {
  return useContext(EditorStringsContext);
}
