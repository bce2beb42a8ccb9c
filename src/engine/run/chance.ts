import type { StepPath } from './event.js';

/** A number in [0, 1) for one attempt at a step. */
export type Chance = (step: StepPath, attempt: number) => number;

/**
 * Chance that depends on the run's seed, the step and the attempt alone, and so not on the order in which answers
 * come: FNV-1a over both, with the last mixing of MurmurHash3.
 */
export function createChance(seed: number): Chance {
  const start = Math.floor(seed * 0x1_0000_0000) ^ 0x811c_9dc5;
  return (step, attempt) => {
    let hash = start;
    const text = `${step}#${attempt}`;
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
  };
}
