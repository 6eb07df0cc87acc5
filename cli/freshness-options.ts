/** How fresh an answer must be: the directives of HTTP's Cache-Control as options. */
import { type Command, Option } from 'commander';
import type { Ask } from '../contract/client.ts';
import { wholeNumber } from './global-options.ts';

export interface FreshnessOptions {
  /** False: --no-cache. */
  cache: boolean;
  maxAge?: number;
  onlyIfCached?: boolean;
  /** False: --no-store. */
  store: boolean;
}

export function addFreshnessOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--max-age <seconds>', 'accept no answer older than this').argParser(wholeNumber(0)),
    )
    .option('--no-cache', 'ask S3 now, and store the answer')
    .option('--only-if-cached', 'fail instead of asking S3')
    .option('--no-store', 'do not store what is read from S3');
}

export function askOf(options: FreshnessOptions): Ask {
  return {
    maxAge: options.maxAge,
    noCache: !options.cache,
    onlyIfCached: options.onlyIfCached,
    noStore: !options.store,
  };
}
