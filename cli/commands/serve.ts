/** `s3dex serve`: an S3 endpoint on loopback, for clients that know nothing of s3dex. */
import { type Command, Option } from 'commander';
import type { HeadMode } from '../../front/resolver/head-answer.ts';
import { addExamples } from '../examples.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../global-options.ts';
import type { Run } from '../session.ts';

export interface ServeFlags {
  port: number;
  s3Endpoint?: string;
  s3Region?: string;
  head: HeadMode;
  accessKey?: string;
  secretKey?: string;
  stats?: boolean;
}

const DEFAULT_PORT = 4002;
const MAX_PORT = 65_535;

export function addServe(program: Command, run: Run): void {
  const command = program
    .command('serve')
    .summary('an S3 endpoint in front of the index, for any S3 client')
    .description(
      'Answer LIST and HEAD of served buckets from the index, and pass everything else to S3, signed with your AWS credentials (--profile, ' +
        'or where the AWS SDK finds them). Loopback only. What is written through it is read at once. When it answers, one JSON line with ' +
        'its address goes to stdout; GET /_s3dex/ there says what it did. docs/clients.md shows how to point clients at it.',
    )
    .addOption(
      new Option('--port <port>', 'where to listen; 0 picks a free one')
        .argParser(wholeNumber(0, MAX_PORT))
        .default(DEFAULT_PORT),
    )
    .option('--s3-endpoint <url>', 'an S3 server of your own (default: AWS)')
    .option(
      '--s3-region <region>',
      "where S3 is asked first (else --region, AWS_REGION, us-east-1); a bucket's own is found",
    )
    .addOption(
      new Option(
        '--head <mode>',
        'answer HEAD from what a HEAD said (full), from the listing alone: size, time, ETag, class (listing), or not at all (pass)',
      )
        .choices(['full', 'listing', 'pass'])
        .default('full'),
    )
    .option('--access-key <id>', 'take only requests signed with this key (default: any)')
    .option('--secret-key <secret>', 'its secret')
    .option('--stats', 'print what was answered and passed, and what that saved, when it stops')
    .helpOption('-h, --help', 'print help')
    .action((flags: ServeFlags) =>
      run(command, async (session): Promise<ExitCode> => {
        // Here alone: no other command waits for it to load.
        const { serve } = await import('../serve/serve.ts');
        return serve(session, flags);
      }),
    );
  addExamples(command, [
    ['in front of the local stack', 's3dex serve --s3-endpoint http://127.0.0.1:4001'],
    ['for a file manager, which wants no more than sizes and times', 's3dex serve --head listing --stats'],
  ]);
}
