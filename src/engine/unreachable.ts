/** Closes a `switch` over a tagged union: a new member that is not handled no longer compiles. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
