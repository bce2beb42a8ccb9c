import { useCallback, useEffect, useRef } from 'react';

/**
 * Does something once no pointer is pressed: at once, or after the click that is going on. What changes the layout between
 * pressing and letting go moves a button away from under the pointer, and the click is lost.
 */
export function useAfterPress(): (then: () => void) => void {
  const isPressed = useRef(false);
  const waiting = useRef<(() => void)[]>([]);
  useEffect(() => {
    const press = () => {
      isPressed.current = true;
    };
    const release = () => {
      isPressed.current = false;
      // The click comes after the pointer is up.
      setTimeout(() => {
        for (const then of waiting.current.splice(0)) then();
      });
    };
    document.addEventListener('pointerdown', press, true);
    document.addEventListener('pointerup', release, true);
    document.addEventListener('pointercancel', release, true);
    return () => {
      document.removeEventListener('pointerdown', press, true);
      document.removeEventListener('pointerup', release, true);
      document.removeEventListener('pointercancel', release, true);
    };
  }, []);
  return useCallback((then) => {
    if (isPressed.current) waiting.current.push(then);
    else then();
  }, []);
}
