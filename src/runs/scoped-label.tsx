import { createContext, type ReactNode, useContext } from 'react';

const ScopeContext = createContext('');

export interface LabelScopeProps {
  /** What everything inside belongs to, like `Attempt 2`. */
  name: string;
  children: ReactNode;
}

/** Tells the landmarks inside from those of others that are called the same. */
export function LabelScope({ name, children }: LabelScopeProps) {
  const outer = useContext(ScopeContext);
  return <ScopeContext.Provider value={`${outer} · ${name}`}>{children}</ScopeContext.Provider>;
}

/** What a landmark is called here: of which attempt, of which item. */
export function useScopedLabel(label: string): string {
  return label + useContext(ScopeContext);
}
