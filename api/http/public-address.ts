import ipaddr from 'ipaddr.js';

/** Unicast by the registry, yet not the internet: Azure's platform address answers on every virtual machine. */
const platformAddresses = new Set(['168.63.129.16']);

/** IPv6 that is handed out to the internet at all; ipaddr.js calls more than this unicast. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * True for an address of the public internet. Loopback, private, link-local, shared, reserved, multicast,
 * documentation, tunnel (6to4, Teredo, NAT64) and IPv4-mapped addresses are not; nor is what isn't an address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv4') return !platformAddresses.has(parsed.toString());
  return parsed instanceof ipaddr.IPv6 && parsed.match(globalUnicast);
}
