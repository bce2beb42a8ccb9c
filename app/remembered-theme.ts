import { useCallback, useState } from 'react';
import type { PatchbayTheme } from '../src/provider/patchbay.js';

const KEY = 'patchbay.theme';

/** The theme that was chosen last in this browser; `system` until then. */
export function useRememberedTheme(): [PatchbayTheme, (theme: PatchbayTheme) => void] {
  const [theme, setTheme] = useState(read);
  const choose = useCallback((next: PatchbayTheme) => {
    setTheme(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Storage is switched off: the choice holds for this visit.
    }
  }, []);
  return [theme, choose];
}

function read(): PatchbayTheme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
