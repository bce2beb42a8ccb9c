/** What signatures other than with SHA-256 take, loaded on first use. */
export { hmac } from '@noble/hashes/hmac.js';
export { sha1 } from '@noble/hashes/legacy.js';
export { sha512 } from '@noble/hashes/sha2.js';
