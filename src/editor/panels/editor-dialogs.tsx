import { Suspense } from 'react';
import { lazyPart } from '../../ui/lazy-part.js';
import { useEditor, useEditorState } from '../store/use-editor.js';

const DialogView = lazyPart(async () => (await import('./dialog-view.js')).DialogView);

/** The question that is being asked, if one is. Its code is loaded with the first one. */
export function EditorDialogs() {
  const editor = useEditor();
  const dialog = useEditorState((state) => state.dialog);
  if (dialog === undefined) return null;
  return (
    <Suspense fallback={null}>
      <DialogView dialog={dialog} onClose={() => editor.openDialog(undefined)} />
    </Suspense>
  );
}
