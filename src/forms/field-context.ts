import { createContext, type ReactNode, useContext } from 'react';

/** What the templates and widgets of one field need to know. */
export interface FieldContextValue {
  readonly id: string;
  readonly place: string;
  readonly label: string;
  /** `string`, `list of item`. */
  readonly typeLabel: string;
  /** The switch between value and reference. */
  readonly toggle: ReactNode;
  /** True inside the branch of a `oneOf`, which is the same field once more: its label is there already. */
  readonly isBranch: boolean;
  /** True for an item of a list. */
  readonly isItem: boolean;
  /** True for an item that has room on one line: a text, a number, or what is written as text. */
  readonly isLine: boolean;
  readonly invalid: boolean;
}

const FieldContext = createContext<FieldContextValue | undefined>(undefined);
export const FieldContextProvider = FieldContext.Provider;

/** The field around, if any. */
export function useOuterField(): FieldContextValue | undefined {
  return useContext(FieldContext);
}

export function useField(): FieldContextValue {
  const field = useContext(FieldContext);
  if (!field)
    throw new Error('This part of a form stands outside of a field: render it through DynamicForm.');
  return field;
}

/** The attributes that tie a control to its label, its help and what is wrong with it. */
export function describedBy(id: string, has: { hint: boolean; error: boolean }): string | undefined {
  const ids = [has.error && `${id}-error`, has.hint && `${id}-hint`].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}
