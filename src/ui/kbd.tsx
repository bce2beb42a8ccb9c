import type { ReactNode } from 'react';

export interface KbdProps {
  children: ReactNode;
}

/** A key, or keys pressed together. */
export function Kbd({ children }: KbdProps) {
  return <kbd className="pb-kbd">{children}</kbd>;
}
