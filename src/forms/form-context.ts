import { createContext, useContext } from 'react';
import type { FormFix } from './dynamic-form.js';
import type { ReferenceField } from './reference-fields.js';
import type { ReferenceSource } from './reference-source.js';
import type { ShownPlaces } from './shown-places.js';

/** What every field of one form needs to know. */
export interface FormContextValue {
  readonly sources: readonly ReferenceSource[];
  /** Everything the sources offer. */
  readonly fields: readonly ReferenceField[];
  readonly readOnly: boolean;
  /** Whether fields can be switched between value and reference. */
  readonly canRefer: boolean;
  /** Starts every place, like `input`. */
  readonly place: string;
  readonly places: ShownPlaces;
  /** What is to be said at a place, in sentences. */
  messagesAt(place: string): readonly string[];
  /** What puts right what is said at a place. */
  fixesAt(place: string): readonly FormFix[];
  /** A field was left: from now on it says what is wrong with it. */
  onLeave(place: string): void;
}

const FormContext = createContext<FormContextValue | undefined>(undefined);
export const FormContextProvider = FormContext.Provider;

export function useFormContext(): FormContextValue {
  const context = useContext(FormContext);
  if (!context) throw new Error('This part of a form stands outside of one: render it through DynamicForm.');
  return context;
}
