import { ExpressionError } from '../expression-error.js';
import type { CharacterTest } from './character-set.js';

/**
 * A state of the automaton that a pattern becomes (Thompson's construction). One with a `test` takes a
 * character and goes on to `next`; any other goes on to `next` and `other` at once, if its anchor allows.
 */
export interface State {
  test: CharacterTest | undefined;
  /** What a test is charged: looking up a category costs more than comparing. */
  cost: number;
  anchor: '^' | '$' | undefined;
  next: State | undefined;
  other: State | undefined;
  /** The step of the run that reached it last. */
  seen: number;
}

/** What a pattern has become so far. */
export interface Machine {
  /** How many parts were built, each as often as it is repeated. */
  size: number;
}

/** Puts what was read before another state. A part that is repeated is built several times. */
export type Build = (next: State, machine: Machine) => State;

/** Most characters of a pattern, and most parts once its repetitions are written out. */
export const MAX_PATTERN_SIZE = 10_000;

export function createState(fields: Partial<State>): State {
  return {
    test: fields.test,
    cost: fields.cost ?? 1,
    anchor: fields.anchor,
    next: fields.next,
    other: fields.other,
    seen: 0,
  };
}

/** Counts a part before it is built; throws `limit` when they are too many. */
export function grow(machine: Machine): void {
  machine.size += 1;
  if (machine.size > MAX_PATTERN_SIZE) throw tooLarge();
}

export function tooLarge(): ExpressionError {
  return new ExpressionError('limit', 'This pattern has more than 10,000 parts. Repeat less in it.');
}
