import { createContext } from 'react';
import type { FormValidator } from './form-validator.js';

/** The validator of all forms below that are given none of their own; absent: Ajv. */
export const FormValidatorContext = createContext<FormValidator | undefined>(undefined);
