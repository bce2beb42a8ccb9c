/** SQLSTATE classes that the same statement may get past later: connection, rollback, resources, operator, system. */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '55', '57', '58']);
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** What `pg` says, without a code, of a connection that ended. */
const ENDED = /connection (terminated|ended|timeout|error)|timeout exceeded when trying to connect/i;

/** True when the database was away or asked for another try; false when the statement itself is wrong, or it's a bug. */
export function isTransientError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^[0-9A-Z]{5}$/.test(code) && !SOCKET_CODES.has(code)) return TRANSIENT_CLASSES.has(code.slice(0, 2));
  return SOCKET_CODES.has(code) || ENDED.test(error.message);
}
