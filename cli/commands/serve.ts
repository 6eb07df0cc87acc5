/** `s3dex serve`: an S3 endpoint on loopback, for unchanged S3 clients. */
import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../global-options.ts';
import type { ServeFlags } from '../serve/serve.ts';
import type { Run } from '../session.ts';

const DEFAULT_PORT = 4002;
const MAX_PORT = 65_535;

export function addServe(program: Command, run: Run): void {
  const command = program
    .command('serve')
    .summary('run an S3 endpoint in front of the index, for any S3 client')
    .description(
      'Answer LIST and HEAD of served buckets from the index, and pass everything else to S3, signed with your AWS credentials (--profile, ' +
        'or where the AWS SDK finds them). The endpoint listens on loopback only. Writes through it are visible at once. When it is ready, the command prints one JSON line with ' +
        'the address of the endpoint on stdout. The page /_s3dex/ at this address shows counters. docs/clients.md shows how to configure clients.',
    )
    .addOption(
      new Option('--port <port>', 'where to listen; 0 picks a free one')
        .argParser(wholeNumber(0, MAX_PORT))
        .default(DEFAULT_PORT),
    )
    .option('--s3-endpoint <url>', 'an S3 server of your own (default: AWS)')
    .option(
      '--s3-region <region>',
      'Region of the first request to S3 (else --region, AWS_REGION, us-east-1); each bucket is then asked in its own Region',
    )
    .addOption(
      new Option(
        '--head <mode>',
        'answer HEAD from a stored HEAD (full), from the listing, which has size, time, ETag and class (listing), or let S3 answer it (pass)',
      )
        .choices(['full', 'listing', 'pass'])
        .default('full'),
    )
    .option('--access-key <id>', 'accept only requests signed with this key (default: any)')
    .option('--secret-key <secret>', 'the secret of --access-key')
    .option('--stats', 'at the end, print the number of requests answered and passed, and what was saved')
    .helpOption('-h, --help', 'print help')
    .action((flags: ServeFlags) =>
      run(command, async (session): Promise<ExitCode> => {
        // Imported only here, so that other commands do not load it.
        const { serve } = await import('../serve/serve.ts');
        return serve(session, flags);
      }),
    );
  addExamples(command, [
    ['in front of the local stack', 's3dex serve --s3-endpoint http://127.0.0.1:4001'],
    ['for a file manager, which needs only sizes and times', 's3dex serve --head listing --stats'],
  ]);
}
