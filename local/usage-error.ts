/** A command line that is not understood; the message is for the user. */
export class UsageError extends Error {
  override name = 'UsageError';
}
