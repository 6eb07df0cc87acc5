/** The exit codes, for scripts. docs/cli.md is generated from this table. */

export const EXIT = {
  ok: 0,
  /** Nothing was found, as with `aws s3 ls`; or a check of `doctor` failed. */
  nothing: 1,
  /** The command line or a setting is invalid. */
  usage: 2,
  /** The service refused the request: 4xx. */
  refused: 3,
  /** No usable answer: no connection, a timeout, or a 5xx status. Or verify could not compare everything. */
  unavailable: 4,
  /** Ended by SIGINT; the number follows the convention of shells. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP: readonly [ExitCode, string][] = [
  [EXIT.ok, 'done'],
  [EXIT.nothing, 'nothing found, a difference, a failed check, or not confirmed'],
  [EXIT.usage, 'the command line or a setting is invalid'],
  [EXIT.refused, 'the service refused the request'],
  [EXIT.unavailable, 'no answer from the service, S3 or the index; or verify is incomplete'],
  [EXIT.interrupted, 'interrupted'],
];
