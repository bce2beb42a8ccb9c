import type { DraftSlot } from './import-resources.js';
import { freeName, toIdentifier } from './input-set.js';

export type SlotKind = Pick<DraftSlot, 'type' | 'settings'>;

/** The credentials of one source: requests that send the same kind of secret to the same host share a slot. */
export interface SlotSet {
  slotFor(kind: SlotKind, origin: URL, name?: string): DraftSlot;
}

export function createSlotSet(): SlotSet {
  const slots = new Map<string, DraftSlot>();
  const names = new Set<string>();
  return {
    slotFor(kind, origin, name = nameOfHost(origin.hostname)) {
      const host = hostOf(origin);
      const key = JSON.stringify([kind.type, kind.settings, host, name]);
      const known = slots.get(key);
      if (known) return known;
      const slot = freeName(toIdentifier(name), (candidate) => names.has(candidate));
      const added = { slot, ...kind, hosts: [host] };
      names.add(slot);
      slots.set(key, added);
      return added;
    },
  };
}

/** As credentials list hosts: with a port where it isn't the scheme's own, and `http://` where it isn't encrypted. */
function hostOf(origin: URL): string {
  return origin.protocol === 'http:' ? `http://${origin.host}` : origin.host;
}

/** `https://api.eu.example.com` is `example` to people. */
function nameOfHost(hostname: string): string {
  const labels = hostname.split('.');
  if (labels.length < 2 || /^[\d.]+$|:/.test(hostname)) return 'api';
  const known = labels.slice(0, -1).filter((label) => !/^(?:co|com|org|net|gov|ac)$/.test(label));
  return known.at(-1) ?? 'api';
}
