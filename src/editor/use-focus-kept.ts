import { type RefObject, useEffect, useRef } from 'react';
import type { Editor } from './store/editor.js';

/**
 * Takes the focus back where an edit removed the element that had it, like the menu of a step that was deleted:
 * otherwise it would be lost to the page, and the shortcuts with it.
 */
export function useFocusKept(editor: Editor): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = element.current;
    if (root === null) return;
    let hadFocus = false;
    const onFocusIn = (event: FocusEvent) => {
      hadFocus = event.target instanceof Node && root.contains(event.target);
    };
    const page = root.ownerDocument;
    page.addEventListener('focusin', onFocusIn);
    let frame = 0;
    const unsubscribe = editor.store.subscribe((state, before) => {
      if (state.notice === before.notice || !hadFocus) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (page.activeElement === page.body) root.focus({ preventScroll: true });
      });
    });
    return () => {
      page.removeEventListener('focusin', onFocusIn);
      unsubscribe();
      cancelAnimationFrame(frame);
    };
  }, [editor]);
  return element;
}
