import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { StepStatus } from '../engine/index.js';
import type { DataType } from './data-type.js';

/** The words of the small parts. */
export interface UiStrings {
  readonly close: string;
  readonly clear: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly tryAgain: string;
  readonly loading: string;
  readonly remove: string;
  readonly cancel: string;
  readonly showMore: string;
  readonly showLess: string;
  readonly status: Readonly<Record<StepStatus, string>>;
  readonly dataType: Readonly<Record<DataType, string>>;
  readonly items: (count: number) => string;
  readonly fields: (count: number) => string;
  readonly moreItems: (count: number) => string;
}

export const englishUiStrings: UiStrings = {
  close: 'Close',
  clear: 'Clear',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  tryAgain: 'Try again',
  loading: 'Loading',
  remove: 'Remove',
  cancel: 'Cancel',
  showMore: 'Show all',
  showLess: 'Show less',
  status: {
    queued: 'queued',
    running: 'running',
    waiting: 'waiting',
    succeeded: 'succeeded',
    failed: 'failed',
    skipped: 'skipped',
    cancelled: 'cancelled',
  },
  dataType: {
    string: 'text',
    number: 'number',
    boolean: 'yes/no',
    array: 'list',
    object: 'object',
    null: 'nothing',
    any: 'anything',
  },
  items: (count) => (count === 1 ? '1 item' : `${count} items`),
  fields: (count) => (count === 1 ? '1 field' : `${count} fields`),
  moreItems: (count) => `Show ${count} more`,
};

const UiStringsContext = createContext<UiStrings>(englishUiStrings);

export interface UiStringsProviderProps {
  /** Words that replace the English ones; what is absent stays English. */
  strings: Partial<UiStrings>;
  children: ReactNode;
}

export function UiStringsProvider({ strings, children }: UiStringsProviderProps) {
  const value = useMemo(() => ({ ...englishUiStrings, ...strings }), [strings]);
  return <UiStringsContext.Provider value={value}>{children}</UiStringsContext.Provider>;
}

export function useUiStrings(): UiStrings {
  return useContext(UiStringsContext);
}
