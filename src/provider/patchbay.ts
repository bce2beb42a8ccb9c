import type { PatchbayClient } from '../client/index.js';
import type { PatchbayStrings } from './strings.js';

export type PatchbayTheme = 'system' | 'light' | 'dark';
/** What the user may do; a `viewer` sees everything and changes nothing. */
export type PatchbayRole = 'owner' | 'admin' | 'editor' | 'viewer';

export interface Patchbay {
  /** How the screens reach the API; absent: only the components that need no server work. */
  client: PatchbayClient | undefined;
  theme: PatchbayTheme;
  strings: PatchbayStrings;
  role: PatchbayRole;
  /** Where menus, dialogs and tooltips are put; absent: the end of the page. */
  portalContainer: HTMLElement | null | undefined;
}
