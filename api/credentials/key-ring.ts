import { decodeBase64 } from './base64.js';

const KID = /^[A-Za-z0-9_-]{1,32}$/;
const KEY_BYTES = 32;

/** The keys that credentials are sealed with. The first one seals, all of them open. */
export interface KeyRing {
  /** The id of the key that seals. */
  readonly current: string;
  /** The ids of all keys. */
  readonly kids: readonly string[];
  /**
   * The AES-256-GCM key of one workspace under a master key: HKDF-SHA-256 (RFC 5869) with the workspace as info.
   * Rejects with an `UnknownKeyError` where the ring has no such master key.
   */
  workspaceKey(kid: string, workspaceId: string): Promise<CryptoKey>;
}

/** A row was sealed with a key that the ring doesn't have (any more). */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
}

/** A setting that is no key ring; the message says what to write, and shows nothing of it. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';
}

/**
 * Reads `k2:<key>,k1:<key>`, where each key is 32 bytes in base64 (`openssl rand -base64 32`). The first one seals;
 * the others are there until everything is sealed anew.
 */
export async function readKeyRing(setting: string): Promise<KeyRing> {
  const masters = new Map<string, CryptoKey>();
  for (const [index, entry] of setting.split(',').entries()) {
    const { kid, bytes } = readEntry(entry.trim(), index + 1);
    if (masters.has(kid)) throw new KeyRingError(`Two keys are named ${kid}.`);
    masters.set(kid, await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']));
  }
  const kids = [...masters.keys()];
  const [current = ''] = kids;
  return { current, kids, workspaceKey: rememberKeys(masters) };
}

function readEntry(entry: string, number: number): { kid: string; bytes: Uint8Array<ArrayBuffer> } {
  const colon = entry.indexOf(':');
  const kid = entry.slice(0, Math.max(colon, 0));
  const bytes = decodeBase64(entry.slice(colon + 1));
  if (!KID.test(kid) || bytes?.byteLength !== KEY_BYTES) {
    throw new KeyRingError(
      `Key ${number} is not of the form <name>:<key>, with a name of letters, digits, - and _ and a key of ${KEY_BYTES} bytes in base64.`,
    );
  }
  return { kid, bytes };
}

/** Most workspaces whose keys are kept; deriving one again costs some microseconds. */
const MAX_REMEMBERED = 1_000;

function rememberKeys(masters: ReadonlyMap<string, CryptoKey>): KeyRing['workspaceKey'] {
  const known = new Map<string, Promise<CryptoKey>>();
  return async (kid, workspaceId) => {
    const master = masters.get(kid);
    if (!master) throw new UnknownKeyError(`There is no encryption key named ${kid}.`);
    const name = JSON.stringify([kid, workspaceId]);
    const found = known.get(name) ?? deriveKey(master, workspaceId);
    // The one that was used last is the last to go.
    known.delete(name);
    known.set(name, found);
    if (known.size > MAX_REMEMBERED) known.delete(known.keys().next().value ?? name);
    return await found;
  };
}

function deriveKey(master: CryptoKey, workspaceId: string): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode(workspaceId),
    },
    master,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
