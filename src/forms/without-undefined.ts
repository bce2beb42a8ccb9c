/** The value without members that are `undefined`, which JSON can't say; the same object where there are none. */
export function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutUndefined(item) ?? null);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, member]) => [key, withoutUndefined(member), member] as const,
  );
  if (entries.every(([, kept, member]) => kept !== undefined && kept === member)) return value;
  return Object.fromEntries(
    entries.filter(([, kept]) => kept !== undefined).map(([key, kept]) => [key, kept]),
  );
}
