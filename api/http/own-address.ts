import { networkInterfaces } from 'node:os';

/** True for an address of this machine as it is now: public or not, a step has no business on it. */
export function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((entries) =>
    entries?.some((entry) => entry.address === address),
  );
}
