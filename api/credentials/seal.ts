import { decodeBase64, encodeBase64 } from './base64.js';
import type { KeyRing } from './key-ring.js';

/** A sealed text as it is stored: the version of this format, the id of the key, and in base64 what was made. */
export interface Sealed {
  v: 1;
  kid: string;
  /** 12 random bytes. */
  iv: string;
  /** The ciphertext and its tag of 16 bytes. */
  ct: string;
}

/** Where a sealed text belongs: moved anywhere else, it doesn't open. */
export interface SealedPlace {
  workspaceId: string;
  credentialId: string;
  /** What of the credential it is. Default: its secrets. */
  part?: 'tokens' | 'verifier';
}

/** What is stored was changed, belongs to another row, or was sealed with another key of the same name. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

const IV_BYTES = 12;

/**
 * Seals a text for one credential: AES-256-GCM (NIST SP 800-38D) with a key of the workspace's own, a random 96-bit
 * nonce, and where it belongs as additional data.
 */
export async function seal(ring: KeyRing, place: SealedPlace, text: string): Promise<Sealed> {
  const kid = ring.current;
  const key = await ring.workspaceKey(kid, place.workspaceId);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const ct = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: dataOf(kid, place) },
    key,
    new TextEncoder().encode(text),
  );
  return { v: 1, kid, iv: encodeBase64(iv), ct: encodeBase64(new Uint8Array(ct)) };
}

/** Opens what `seal` made. Rejects with an `UnsealError`, or an `UnknownKeyError` of the ring. */
export async function unseal(
  ring: KeyRing,
  place: SealedPlace,
  { v, kid, ...sealed }: Sealed,
): Promise<string> {
  const iv = decodeBase64(sealed.iv);
  const ct = decodeBase64(sealed.ct);
  const refusal = `The credential ${place.credentialId} can't be opened: it was changed, moved, or sealed with another key.`;
  if (v !== 1 || iv?.byteLength !== IV_BYTES || ct === undefined) throw new UnsealError(refusal);
  const key = await ring.workspaceKey(kid, place.workspaceId);
  try {
    const bytes = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: dataOf(kid, place) },
      key,
      ct,
    );
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnsealError(refusal);
  }
}

/** As JSON, so that no two places are the same text. */
function dataOf(kid: string, { workspaceId, credentialId, part }: SealedPlace): Uint8Array<ArrayBuffer> {
  const name = part === undefined ? 'cred' : `cred ${part}`;
  return new TextEncoder().encode(JSON.stringify([name, 1, kid, workspaceId, credentialId]));
}
