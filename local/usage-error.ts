/** The command line is invalid. The message is for the user. */
export class UsageError extends Error {
  override name = 'UsageError';
}
