import { ownProperty } from '../json-operations.js';
import type { GraphRun } from '../run/graph-run.js';
import type { Credential, CredentialRefusal, CredentialsPort } from '../run/ports.js';
import type { Redactor } from './redactor.js';

/** The credentials of one run. What it gives is known to the run's redactor before anybody can use it. */
export interface CredentialStore {
  /** The credential in a slot of a graph; asked for once a run, however many steps need it. */
  find(slot: string, run: GraphRun): Promise<Found>;
  /** A newer one than `stale`, where there is one or it can be had; asked for once, however many steps need it. */
  renew(slot: string, run: GraphRun, stale: Credential): Promise<Credential | undefined>;
}

export type Found = Credential | CredentialRefusal | undefined;

interface Entry {
  found: Promise<Found>;
  /** What `found` gave. */
  current?: Credential | undefined;
  renewal?: { stale: Credential; result: Promise<Credential | undefined> };
}

export function createCredentialStore(
  port: CredentialsPort | undefined,
  redactor: Redactor,
): CredentialStore {
  const entries = new Map<string, Entry>();

  /** A copy, so that each one found is another object, and none changes while it is used. */
  function take(credential: Credential | undefined): Credential | undefined {
    if (!credential) return undefined;
    const { plain = [], hosts } = credential;
    const fields = { ...credential.fields };
    for (const [name, value] of Object.entries(fields)) if (!plain.includes(name)) redactor.add(value);
    const { username, password } = fields;
    if (username !== undefined && password !== undefined) redactor.addPair(username, password);
    return { ...credential, fields, hosts: [...hosts] };
  }

  function entryOf(asked: Asked): Entry {
    // No slot has a slash in its name.
    const key = `${asked.connector ?? ''}/${asked.slot}`;
    const known = entries.get(key);
    if (known) return known;
    const ask = async (): Promise<Found> => {
      const found = await port?.find(asked.slot, askerOf(asked));
      if (isRefusal(found)) {
        // What refuses now may not refuse the next step.
        entries.delete(key);
        return found;
      }
      entry.current = take(found);
      return entry.current;
    };
    const entry: Entry = { found: Promise.resolve().then(ask) };
    entries.set(key, entry);
    return entry;
  }

  return {
    find: (slot, run) => entryOf(ownerOf(slot, run)).found,
    async renew(slot, run, stale) {
      const asked = ownerOf(slot, run);
      const entry = entryOf(asked);
      if (entry.current !== stale) return entry.current;
      if (entry.renewal?.stale !== stale) {
        const ask = async () => {
          const answer = await port?.refresh?.(asked.slot, askerOf(asked));
          const renewed = isRefusal(answer) ? undefined : take(answer);
          if (!renewed) return undefined;
          entry.current = renewed;
          entry.found = Promise.resolve(renewed);
          return renewed;
        };
        entry.renewal = { stale, result: ask() };
      }
      return entry.renewal.result;
    },
  };
}

export function isRefusal(found: Found): found is CredentialRefusal {
  return found !== undefined && 'refused' in found;
}

/** A slot as the host knows it: of the run's own graph, or of the connector whose step calls it by that name. */
interface Asked {
  slot: string;
  connector: string | undefined;
}

/** Follows a slot to the graph whose slot fills it; one that no caller fills is asked for under its own name. */
function ownerOf(slot: string, run: GraphRun): Asked {
  const { caller } = run;
  const outer = caller && ownProperty(caller.credentials, slot);
  if (caller && outer !== undefined) return ownerOf(outer, caller.run);
  return { slot, connector: run.stack.at(-1)?.connector };
}

function askerOf({ connector }: Asked): { connector?: string } {
  return connector === undefined ? {} : { connector };
}
