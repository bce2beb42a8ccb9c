/** Are two values the same JSON? A member that is `undefined` counts as absent; the order of keys doesn't matter. */
export function isEqualJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => isEqualJson(item, b[index]))
    );
  }
  const members = (value: object) => Object.entries(value).filter(([, member]) => member !== undefined);
  const left = members(a);
  const right = new Map(members(b));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && isEqualJson(value, right.get(key)))
  );
}
