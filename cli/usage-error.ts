/** The command line, or a setting it needs, cannot be; the message is for its writer. */
export class UsageError extends Error {
  override name = 'UsageError';
}
