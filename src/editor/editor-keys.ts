import type { ClipboardEvent, KeyboardEvent } from 'react';
import { copySelection, deleteSelection, duplicateSelection, pasteText } from './store/commands.js';
import type { Editor } from './store/editor.js';

const editable = 'input, textarea, select, [contenteditable="true"], [role="textbox"]';
const steps = '.pb-canvas, .pb-outline';

/** Is the event about the editor itself, and not about text that is being typed or a dialog on top of it? */
function isOurs(event: KeyboardEvent | ClipboardEvent): boolean {
  const { target, currentTarget } = event;
  // Dialogs are children of the editor for React but stand elsewhere in the page.
  if (!(target instanceof Element) || !currentTarget.contains(target)) return false;
  return target.closest(editable) === null;
}

/**
 * Is it the steps that the focus is on? A panel that is clicked takes the focus (`tabIndex={-1}`), so that nothing is deleted
 * behind the back of somebody who is busy there.
 */
function isOnSteps({ target, currentTarget }: KeyboardEvent | ClipboardEvent): boolean {
  return target === currentTarget || (target instanceof Element && target.closest(steps) !== null);
}

function onCommandKey(editor: Editor, event: KeyboardEvent): boolean {
  switch (event.key.toLowerCase()) {
    case 'z':
      if (event.shiftKey) editor.redo();
      else editor.undo();
      return true;
    case 'y':
      editor.redo();
      return true;
    case 'd':
      return duplicateSelection(editor);
    case 'a':
      editor.select([...editor.store.getState().steps.keys()]);
      return true;
    default:
      return false;
  }
}

function onPlainKey(editor: Editor, event: KeyboardEvent): boolean {
  const { selectedIds, dialog } = editor.store.getState();
  const isOnControl =
    event.target instanceof Element && event.target.closest('button, a, [role="tab"]') !== null;
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      if (!isOnSteps(event)) return false;
      deleteSelection(editor);
      return true;
    case '/':
      editor.focusSearch();
      return true;
    case 'Escape':
      if (dialog !== undefined) return false;
      editor.select([]);
      editor.setDrawer(undefined);
      return true;
    case 'Enter': {
      const [id] = selectedIds;
      if (isOnControl || id === undefined) return false;
      editor.requestFocus(id);
      return true;
    }
    default:
      return false;
  }
}

/** The editor's shortcuts. They listen only while the focus is inside this one editor. */
export function editorKeys(editor: Editor) {
  const cut = (event: ClipboardEvent, isCut: boolean) => {
    if (!isOurs(event) || (isCut && !isOnSteps(event)) || String(document.getSelection() ?? '') !== '')
      return;
    const text = copySelection(editor);
    if (text === undefined) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', text);
    if (isCut) deleteSelection(editor);
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || !isOurs(event)) return;
      const isDone = event.ctrlKey || event.metaKey ? onCommandKey(editor, event) : onPlainKey(editor, event);
      if (isDone) event.preventDefault();
    },
    onCopy: (event: ClipboardEvent) => cut(event, false),
    onCut: (event: ClipboardEvent) => cut(event, true),
    onPaste(event: ClipboardEvent) {
      if (!isOurs(event)) return;
      if (pasteText(editor, event.clipboardData.getData('text/plain'))) event.preventDefault();
    },
  };
}
