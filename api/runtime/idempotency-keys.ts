import type { StepPath } from '#engine';

const utf8 = new TextEncoder();

/**
 * Makes the keys that a step sends with each attempt: the same for every attempt at one step of one execution, also
 * after a crash, different for every other, and not to be guessed without `secret`. 128 bits of an HMAC-SHA-256, in hex.
 */
export function createIdempotencyKeys(
  secret: string,
): (workspaceId: string, executionId: string, step: StepPath) => Promise<string> {
  const key = deriveKey(secret);
  key.catch(() => {}); // each call awaits it, and so reports it
  return async (workspaceId, executionId, step) => {
    const message = utf8.encode(JSON.stringify([workspaceId, executionId, step]));
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', await key, message));
    return Array.from(mac.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
}

/** HKDF (RFC 5869), so that the deployment's secret can serve other purposes under other labels. */
async function deriveKey(secret: string): Promise<CryptoKey> {
  const master = await crypto.subtle.importKey('raw', utf8.encode(secret), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode('patchbay idempotency key') },
    master,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign'],
  );
}
