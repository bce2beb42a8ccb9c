import { Problem } from '../problem.js';

/** The refusal of a source. Neither sentence nor place may hold anything of it that could be a secret. */
export function sourceError(sentence: string, place = 'source'): Problem {
  return new Problem('invalid_source', sentence, { errors: [{ path: place, message: sentence }] });
}
