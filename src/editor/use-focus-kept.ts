import {
  type DragEvent,
  type PointerEvent,
  type FocusEvent as ReactFocusEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
} from 'react';
import type { Editor } from './store/editor.js';

/** How often and for how long it is looked whether the focus was lost: a dialog that asked takes a while to close. */
const CHECK_MS = 50;
const CHECKS = 12;

export interface FocusKept {
  ref: RefObject<HTMLDivElement | null>;
  onFocus(event: ReactFocusEvent): void;
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onDrop(event: DragEvent<HTMLElement>): void;
}

const focusable = 'a[href], button, input, textarea, select, label, [contenteditable="true"], [tabindex]';

/** What can't take the focus leaves it to the whole, also where the canvas or a drag keeps the browser from doing so. */
function onPointerDown({ target, currentTarget: root }: PointerEvent<HTMLElement>): void {
  // Dialogs are children of the editor for React but stand elsewhere in the page.
  if (!(target instanceof Element) || !root.contains(target)) return;
  if (target.closest(focusable) !== root) return;
  // Elsewhere in the editor, a list of suggestions stands open only while its field has the focus.
  const isOnCanvas = target.closest('.react-flow') !== null;
  if (isOnCanvas || !root.contains(root.ownerDocument.activeElement)) root.focus({ preventScroll: true });
}

/** The step that is dropped didn't take the focus along from where the drag began. */
function onDrop({ currentTarget: root }: DragEvent<HTMLElement>): void {
  root.focus({ preventScroll: true });
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
  return { ref, onFocus, onPointerDown, onDrop };
}
