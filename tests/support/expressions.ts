import { afterEach, expect } from 'vitest';
import { ExpressionError, type ExpressionErrorCode, type JsonValue } from '#engine';

/** What the steps of a run may have given, with values that look like templates among it. */
export const attackedScope = {
  step_1: { user: { id: 7, name: 'Ada' }, items: [{ id: 1 }, { id: 2 }], text: 'abc' },
  input: { payload: '{{step_1.user.id}}', key: '__proto__' },
};

/** The ExpressionError that something throws; any other error is passed on. */
export function errorOf(run: () => unknown): ExpressionError {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

/** Its code, or undefined where nothing is thrown. */
export function codeOf(run: () => unknown): ExpressionErrorCode | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

/** After each test of a file, the prototypes that all objects share are what they were before. */
export function guardPrototypes(): void {
  const prototypes = [
    Object.prototype,
    Array.prototype,
    Function.prototype,
    String.prototype,
    Number.prototype,
  ];
  const namesOf = () => prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).sort());
  const namesBefore = namesOf();

  afterEach(() => {
    expect(namesOf()).toEqual(namesBefore);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
}

/** JSON with the prototypes that JSON has, and nothing that was inherited from another. */
export function expectPlain(value: JsonValue, about: string): void {
  if (typeof value !== 'object' || value === null) {
    expect(['string', 'number', 'boolean', 'object'], about).toContain(typeof value);
    return;
  }
  expect(Object.getPrototypeOf(value), about).toBe(Array.isArray(value) ? Array.prototype : Object.prototype);
  for (const item of Object.values(value)) expectPlain(item, about);
}
