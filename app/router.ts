import { useEffect, useSyncExternalStore } from 'react';

export type Route =
  | { page: 'home' | 'flows' | 'connectors' | 'credentials' | 'executions' | 'unknown' }
  | { page: 'flow' | 'execution'; id: string }
  | { page: 'workspace'; tab: WorkspaceTab };

export const workspaceTabs = ['members', 'keys', 'audit'] as const;
export type WorkspaceTab = (typeof workspaceTabs)[number];

/** Fired on the window when this page changes the address; the browser's own event is for back and forward. */
const NAVIGATED = 'patchbay:navigated';

export function parseRoute(pathname: string): Route {
  const [section, id, rest] = pathname.split('/').filter((part) => part !== '');
  if (rest !== undefined) return { page: 'unknown' };
  if (section === undefined) return { page: 'home' };
  if (section === 'flows') return id === undefined ? { page: 'flows' } : { page: 'flow', id: decode(id) };
  if (id === undefined && (section === 'connectors' || section === 'credentials')) return { page: section };
  if (section === 'workspace') {
    const tab = id === undefined ? 'members' : workspaceTabs.find((known) => known === id);
    return tab ? { page: 'workspace', tab } : { page: 'unknown' };
  }
  if (section === 'executions') {
    return id === undefined ? { page: 'executions' } : { page: 'execution', id: decode(id) };
  }
  return { page: 'unknown' };
}

/** A path that is not well encoded is looked up as it stands, and not found. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function navigate(path: string, { replace = false } = {}): void {
  if (path === location.pathname) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  window.dispatchEvent(new Event(NAVIGATED));
}

/** The address of the page, as it changes. */
export function usePathname(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** Follows plain clicks on links of this page without loading it anew. */
export function useLinks(): void {
  useEffect(() => {
    document.addEventListener('click', followLink);
    return () => document.removeEventListener('click', followLink);
  }, []);
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/')) return;
  event.preventDefault();
  navigate(link.pathname);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(NAVIGATED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(NAVIGATED, listener);
  };
}
