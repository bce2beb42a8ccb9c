/** A secret shorter than this is told nothing of. */
const SHORTEST = 12;
const SHOWN = 4;

/** The last characters of a secret, by which its owner knows it again, or null where they would say too much. */
export function hintOf(secret: string): string | null {
  const characters = Array.from(secret);
  const last = characters.slice(-SHOWN).join('');
  // The end of a key in PEM is the same for all of them.
  return characters.length < SHORTEST || !/^[\w.~+/-]+$/.test(last) || last.includes('--')
    ? null
    : `…${last}`;
}
