/** A function whose result is worked out once for each object, and kept as long as that is there. */
export function remembered<K extends object, V extends object>(compute: (key: K) => V): (key: K) => V {
  const results = new WeakMap<K, V>();
  return (key) => {
    const known = results.get(key);
    if (known) return known;
    const result = compute(key);
    results.set(key, result);
    return result;
  };
}

/** The same for each object and place: those that are the same object differ in what their errors say. */
export function rememberedAt<K extends object, V extends object>(
  compute: (key: K, place: string) => V,
): (key: K, place: string) => V {
  const placesOf = remembered((_key: K) => new Map<string, V>());
  return (key, place) => {
    const places = placesOf(key);
    const known = places.get(place);
    if (known) return known;
    const result = compute(key, place);
    places.set(place, result);
    return result;
  };
}
