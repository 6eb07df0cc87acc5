/** The options of every command: the service's address, authorization, output. */
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Where the local stack listens. */
export const DEFAULT_ENDPOINT = 'http://127.0.0.1:4000';
/** One day. */
const MAX_TIMEOUT_SECONDS = 86_400;

export interface GlobalOptions {
  endpoint?: string;
  token?: string;
  sign?: boolean;
  region?: string;
  profile?: string;
  /** Seconds. */
  timeout?: number;
  json?: boolean;
  /** False: --no-color. */
  color: boolean;
  verbose?: boolean;
}

export function addGlobalOptions(program: Command): void {
  program
    .option(
      '--endpoint <url>',
      `address of the service, without /v1 (else S3DEX_ENDPOINT, else ${DEFAULT_ENDPOINT})`,
    )
    .option('--token <token>', 'authorize with a bearer token (else S3DEX_TOKEN)')
    .option('--sign', 'authorize with AWS credentials: Signature Version 4, for the IAM authorizer')
    .option(
      '--region <region>',
      "the API's Region for --sign (else the endpoint's, else AWS_REGION); the Region for serve, doctor and empty-index",
    )
    .option(
      '--profile <name>',
      'the AWS profile for --sign, serve, doctor and empty-index (else AWS_PROFILE)',
    )
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait for each answer (default: 30; serve: 5)').argParser(
        wholeNumber(1, MAX_TIMEOUT_SECONDS),
      ),
    )
    .option('--json', 'print JSON, one object per line, also for errors')
    .option('--no-color', 'print no colours (the default if there is no terminal, or with NO_COLOR)')
    .option('--verbose', 'print each request and its cache status on stderr');
}

/** A commander parser: a whole number from `min` on, at most `max`. */
export function wholeNumber(min: number, max?: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < min || Number(text) > (max ?? Number.POSITIVE_INFINITY)) {
      throw new InvalidArgumentError(
        `Expected a whole number ${max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}.`,
      );
    }
    return Number(text);
  };
}
