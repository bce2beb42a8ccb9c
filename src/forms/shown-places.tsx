import { useSyncExternalStore } from 'react';
import type { FormError } from './dynamic-form.js';

/** Which places of one form have a field at the moment. */
export interface ShownPlaces {
  has(place: string): boolean;
  /** A field appeared; answers with what takes it away again. */
  add(place: string): () => void;
  subscribe(listener: () => void): () => void;
  /** Another number whenever fields came or went. */
  version(): number;
}

export function createShownPlaces(): ShownPlaces {
  const counts = new Map<string, number>();
  const listeners = new Set<() => void>();
  let version = 0;
  const count = (place: string, by: number) => {
    const next = (counts.get(place) ?? 0) + by;
    if (next > 0) counts.set(place, next);
    else counts.delete(place);
    version += 1;
    for (const listener of listeners) listener();
  };
  return {
    has: (place) => counts.has(place),
    add(place) {
      count(place, 1);
      return () => count(place, -1);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

/** What is wrong in places that have no field: on top of the form, so that nothing is kept quiet. */
export function StrayErrors({ errors, places }: { errors: readonly FormError[]; places: ShownPlaces }) {
  useSyncExternalStore(places.subscribe, places.version, places.version);
  const stray = errors.filter(({ path, whenLeft }) => whenLeft !== true && !places.has(path));
  if (stray.length === 0) return null;
  return (
    <ul className="pb-form-stray">
      {stray.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          <code>{path}</code> {message}
        </li>
      ))}
    </ul>
  );
}
