import { ExpressionError } from '../expression-error.js';
import type { Budget } from '../limits.js';
import { parsePattern } from './parse-pattern.js';
import { runPattern } from './run-pattern.js';
import { createState, MAX_PATTERN_SIZE, tooLarge } from './state.js';

/** A pattern that is matched in time linear in the text, whatever it is: there is nothing to backtrack over. */
export interface Pattern {
  /** True where the whole text is what the pattern says. Throws `limit` when the budget is spent. */
  matches(text: string, budget: Budget): boolean;
  /** True where some part of the text is what the pattern says. Throws `limit` when the budget is spent. */
  finds(text: string, budget: Budget): boolean;
  /** How much there was to read and to build. */
  readonly size: number;
}

/** Why a text is no pattern. */
export interface PatternProblem {
  readonly size: number;
  readonly problem: 'syntax' | 'limit';
  readonly message: string;
}

export interface PatternOptions {
  /** Accepts more than RFC 9485: `\d \w \s`, `(?:…)`, a leading `(?i)` and their like. */
  isExtended?: boolean;
}

/** How large the patterns that are remembered may be together. */
const MAX_REMEMBERED = 50_000;

const remembered = new Map<string, Pattern | PatternProblem>();
let rememberedSize = 0;

/** Reads a pattern (I-Regexp, RFC 9485). The last ones are remembered, those that can't be read too. */
export function compilePattern(text: string, options: PatternOptions = {}): Pattern | PatternProblem {
  const { isExtended = false } = options;
  if (text.length > MAX_PATTERN_SIZE) {
    return { size: text.length, problem: 'limit', message: tooLarge().message };
  }
  const key = (isExtended ? '+' : '-') + text;
  const known = remembered.get(key);
  if (known) return known;
  const pattern = compile(text, isExtended);
  rememberedSize += pattern.size;
  if (rememberedSize > MAX_REMEMBERED) {
    remembered.clear();
    rememberedSize = pattern.size;
  }
  remembered.set(key, pattern);
  return pattern;
}

function compile(text: string, isExtended: boolean): Pattern | PatternProblem {
  const machine = { size: 0 };
  try {
    const final = createState({});
    const start = parsePattern(text, isExtended)(final, machine);
    return {
      matches: (subject, budget) => runPattern({ start, final }, subject, true, budget),
      finds: (subject, budget) => runPattern({ start, final }, subject, false, budget),
      size: text.length + machine.size,
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return {
      size: text.length + machine.size,
      problem: error.code === 'limit' ? 'limit' : 'syntax',
      message: error.message,
    };
  }
}
