/** The command line, or a setting that it needs, is invalid. The message says what is wrong. */
export class UsageError extends Error {
  override name = 'UsageError';
}
