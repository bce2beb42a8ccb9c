/** Longest name of a slot. */
const LONGEST = 64;

/**
 * A slot made from a credential's name that none of `taken` is: `Stripe (live)` becomes `stripe_live`, and where that is
 * taken `stripe_live_2`. Empty where the name has no letter of the alphabet.
 */
export function suggestSlot(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '');
  const slot = words.slice(0, LONGEST).replace(/_+$/, '');
  if (slot === '' || !taken.has(slot)) return slot;
  for (let number = 2; ; number += 1) {
    const ending = `_${number}`;
    const next = `${slot.slice(0, LONGEST - ending.length)}${ending}`;
    if (!taken.has(next)) return next;
  }
}
