import { type Budget, spendVisits } from '../limits.js';
import type { State } from './state.js';

/** How many steps are as much work as visiting one value. */
const STEPS_A_VISIT = 8;

/** Counts the characters of all runs, so that a state knows whether this one reached it already. */
let clock = 0;

/**
 * Goes through a text once, in all the states that it may be in at the same time: each character is as much
 * work as the pattern has states, whatever either of them is.
 */
export function runPattern(
  { start, final }: { start: State; final: State },
  text: string,
  isWhole: boolean,
  budget: Budget,
): boolean {
  const reached: State[] = [];
  const waiting: State[] = [];
  let steps = 0;
  for (let position = 0; ; ) {
    clock += 1;
    if (!isWhole || position === 0) reached.push(start);
    for (let state = reached.pop(); state; state = reached.pop()) {
      steps += state.cost;
      if (state.seen === clock) continue;
      state.seen = clock;
      if (state.test) waiting.push(state);
      else if (isOpen(state, position, text.length)) {
        if (state.next) reached.push(state.next);
        if (state.other) reached.push(state.other);
      }
    }
    const isFound = final.seen === clock && (!isWhole || position === text.length);
    const isOver = isFound || position === text.length || (isWhole && waiting.length === 0);
    if (isOver || steps >= 4_096) {
      spendVisits(budget, Math.ceil(steps / STEPS_A_VISIT));
      steps = 0;
    }
    if (isOver) return isFound;
    const codePoint = text.codePointAt(position) ?? 0;
    position += codePoint > 0xffff ? 2 : 1;
    for (let state = waiting.pop(); state; state = waiting.pop()) {
      if (state.next && state.test?.(codePoint)) reached.push(state.next);
    }
  }
}

function isOpen({ anchor }: State, position: number, end: number): boolean {
  return anchor === undefined || position === (anchor === '^' ? 0 : end);
}
