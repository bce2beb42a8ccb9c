import { type ReactNode, useMemo } from 'react';
import { englishEditorStrings } from '../editor/english-strings.js';
import { EditorStringsContext } from '../editor/strings-context.js';
import { FormStringsProvider } from '../forms/form-strings.js';
import { RunStringsProvider } from '../runs/run-strings.js';
import { UiStringsProvider } from '../ui/ui-strings.js';
import type { PatchbayStrings } from './strings.js';

/** Hands each part of the library its words. */
export function StringsProvider({ strings, children }: { strings: PatchbayStrings; children: ReactNode }) {
  const editor = useMemo(() => ({ ...englishEditorStrings, ...strings.editor }), [strings.editor]);
  return (
    <UiStringsProvider strings={strings.ui}>
      <FormStringsProvider strings={strings.forms}>
        <RunStringsProvider strings={strings.runs}>
          <EditorStringsContext.Provider value={editor}>{children}</EditorStringsContext.Provider>
        </RunStringsProvider>
      </FormStringsProvider>
    </UiStringsProvider>
  );
}
