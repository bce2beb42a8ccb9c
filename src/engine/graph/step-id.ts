import * as z from 'zod/mini';
import { matching, refuseText } from './schema-checks.js';

/** Roots of expressions that a step can't be named after. */
export const RESERVED_ROOTS = [
  'input',
  'workspace',
  'item',
  'index',
  'execution',
  'error',
  'response',
] as const;

/** Literals of the expression language, which a step can't be named after either. */
const LITERAL_WORDS = ['true', 'false', 'null'] as const;

const TAKEN_WORDS: ReadonlySet<string> = new Set([...RESERVED_ROOTS, ...LITERAL_WORDS]);

/** A step's id: a letter, then letters, digits and `_`, at most 64. It is also its root in expressions. */
export const stepIdSchema = z.string().check(
  matching(
    /^[A-Za-z][A-Za-z0-9_]{0,63}$/,
    'A step id starts with a letter and has only letters, digits and _ (64 at most).',
  ),
  refuseText(
    // Ids are keys of plain objects everywhere, where `constructor` and its like are there before they are set.
    (id) => TAKEN_WORDS.has(id) || id in Object.prototype,
    'This name is taken; choose another.',
  ),
);
export type StepId = z.infer<typeof stepIdSchema>;
