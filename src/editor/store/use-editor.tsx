import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Editor } from './editor.js';
import type { EditorState } from './editor-state.js';

export const EditorContext = createContext<Editor | undefined>(undefined);

/** The editor around this component. Throws where there is none. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === undefined) {
    throw new Error('Parts of the flow builder need <FlowBuilder.Root> around them.');
  }
  return editor;
}

/** A slice of the editor's state; the component renders again only when the slice is another value. */
export function useEditorState<Slice>(selector: (state: EditorState) => Slice): Slice {
  return useStore(useEditor().store, selector);
}
