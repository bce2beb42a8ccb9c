/** The command line, or a file that it names, can't be used; the message says why. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
