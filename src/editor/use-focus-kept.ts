import { type FocusEvent as ReactFocusEvent, type RefObject, useCallback, useEffect, useRef } from 'react';
import type { Editor } from './store/editor.js';

/** How often and for how long it is looked whether the focus was lost: a dialog that asked takes a while to close. */
const CHECK_MS = 50;
const CHECKS = 12;

export interface FocusKept {
  ref: RefObject<HTMLDivElement | null>;
  onFocus(event: ReactFocusEvent): void;
}

/**
 * Takes the focus back where an edit removed the element that had it, like the node of a step that was deleted:
 * otherwise it would be lost to the page, and the shortcuts with it.
 */
export function useFocusKept(editor: Editor): FocusKept {
  const ref = useRef<HTMLDivElement>(null);
  const lastInside = useRef<EventTarget>(undefined);
  // React tells of the editor's dialogs too, which stand elsewhere in the page.
  const onFocus = useCallback((event: ReactFocusEvent) => {
    lastInside.current = event.target;
  }, []);
  useEffect(() => {
    const root = ref.current;
    if (root === null) return;
    const page = root.ownerDocument;
    let isOurs = false;
    const onFocusIn = (event: FocusEvent) => {
      isOurs = event.target === lastInside.current;
    };
    page.addEventListener('focusin', onFocusIn);
    let timer: ReturnType<typeof setInterval> | undefined;
    const unsubscribe = editor.store.subscribe((state, before) => {
      if (state.notice === before.notice || !isOurs) return;
      clearInterval(timer);
      let checks = 0;
      timer = setInterval(() => {
        checks += 1;
        const isLost = page.activeElement === page.body;
        if (isLost) root.focus({ preventScroll: true });
        if (isLost || !isOurs || checks >= CHECKS) clearInterval(timer);
      }, CHECK_MS);
    });
    return () => {
      page.removeEventListener('focusin', onFocusIn);
      unsubscribe();
      clearInterval(timer);
    };
  }, [editor]);
  return { ref, onFocus };
}
