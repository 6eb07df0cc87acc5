/** What the command's end says, for scripts; docs/cli.md tells them from here. */

export const EXIT = {
  ok: 0,
  /** Nothing is there, as `aws s3 ls` says it; or a check of `doctor` failed. */
  nothing: 1,
  /** The command line, or the settings, cannot be. */
  usage: 2,
  /** The service refused: 4xx. */
  refused: 3,
  /** No answer, or none that helps: no connection, too late, 5xx. */
  unavailable: 4,
  /** Ended by SIGINT, as shells say it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP: readonly [ExitCode, string][] = [
  [EXIT.ok, 'done'],
  [EXIT.nothing, 'nothing is there; a check of doctor failed'],
  [EXIT.usage, 'the command line or a setting cannot be'],
  [EXIT.refused, 'the service refused'],
  [EXIT.unavailable, 'no answer from the service, or from S3 behind it'],
  [EXIT.interrupted, 'interrupted'],
];
