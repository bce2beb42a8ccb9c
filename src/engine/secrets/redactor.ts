import type { JsonValue } from '../json.js';
import { createNeedleIndex, type NeedleIndex } from './needle-index.js';
import { MIN_LENGTH, needlesOf } from './needles.js';
import { HIDDEN, type LeafRedaction, redactValue } from './redact-value.js';

/**
 * Hides secrets by their value, wherever they stand and in whatever way they are written: as they are, escaped as JSON,
 * percent-encoded, in a form, as HTML, in hex, or in base64 together with anything else. What overlaps is hidden together.
 */
export interface Redactor {
  /**
   * Adds a secret, which may be a key of many lines: each of its lines is looked for too. What is shorter than 4
   * characters, white space around it and line breaks aside, is not looked for: it stands in too many places by chance.
   */
  add(secret: string): void;
  /**
   * Adds a user name and a password as they are sent together, and the password alone. Without a password the user
   * name is the secret; otherwise it is only hidden beside its password.
   */
  addPair(user: string, password: string): void;
  /** True while there is nothing to look for; then nothing costs anything. */
  readonly isEmpty: boolean;
  /**
   * The same text where it holds no secret, or its first `length` characters. Never cut a text before this: a secret
   * that is cut is not found.
   */
  text(text: string, length?: number): string;
  /**
   * The same value where it holds no secret, else a copy that shares what holds none; keys are texts too. A number that
   * is a secret becomes text: this is for data, and not for records whose fields the engine reads again.
   */
  value(value: JsonValue): JsonValue;
}

/** So far past the end of what is shown of a text a secret in it may go on: none is longer, however it is written. */
const BEYOND = 100_000;

export function createRedactor(): Redactor {
  const known = new Set<string>();
  const numbers = new Set<number>();
  let index: NeedleIndex | undefined;
  /** No occurrence is shorter than what is looked for: escapes only make it longer. */
  let shortest = Number.POSITIVE_INFINITY;

  const add = (secret: string): void => {
    if (known.has(secret)) return;
    known.add(secret);
    // Nobody has looked for it in them.
    leaves.clean = new WeakSet();
    for (const needle of needlesOf(secret)) {
      index ??= createNeedleIndex();
      index.add(needle);
      shortest = Math.min(shortest, needle.text.length);
      redactor.isEmpty = false;
    }
    const digits = secret.trim();
    // Also one too long to be read as a number without loss: it is then read as this one.
    if (digits.length >= MIN_LENGTH && /^-?[1-9]\d*$/.test(digits)) numbers.add(Number(digits));
  };
  const text = (text: string, length = text.length): string => {
    if (!index || text.length < shortest) return text.slice(0, length);
    const looked = text.slice(0, length + BEYOND);
    leaves.looked += looked.length;
    const ranges = index.find(looked);
    let shown = '';
    let end = 0;
    for (const range of ranges ?? []) {
      if (range.start >= length) break;
      shown += text.slice(end, range.start) + HIDDEN;
      end = range.end;
    }
    return shown + text.slice(end, length);
  };
  const leaves: LeafRedaction = { text, isSecret: (number) => numbers.has(number), looked: 0 };

  // A plain field: an object with a getter of its own costs a shape of its own, and each run has one.
  const redactor = {
    add,
    addPair(user: string, password: string) {
      add(password === '' ? user : password);
      add(`${user}:${password}`);
    },
    isEmpty: true,
    text,
    value: (value: JsonValue) => (index ? redactValue(value, leaves) : value),
  };
  return redactor;
}
