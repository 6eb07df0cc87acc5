/** `s3dex url`: a URL from which an object can be read. */
import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseS3Url, type S3Url, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

export function addUrl(program: Command, run: Run): void {
  const command = program
    .command('url')
    .summary('print a URL from which an object can be read')
    .description(
      'Print a presigned URL for each object, one per line. Anyone with such a URL can read the object from S3 for 15 minutes, without other credentials. ' +
        'Only for buckets with the setting "downloads", and for callers with the permission for downloads.',
    )
    .argument('<url...>', 's3://bucket/key')
    .helpOption('-h, --help', 'print help')
    .action((urls: string[]) => run(command, (session) => printUrls(session, urls.map(parseObjectUrl))));
  addExamples(command, [
    ['an object', 's3dex url s3://demo/photos/cat.jpg'],
    ['with the time when it expires', 's3dex --json url s3://demo/photos/cat.jpg'],
  ]);
}

function parseObjectUrl(text: string): S3Url {
  const url = parseS3Url(text);
  if (url.key === '') throw new UsageError(`${text}: names a bucket, not an object`);
  return url;
}

async function printUrls(session: Session, urls: readonly S3Url[]): Promise<ExitCode> {
  const client = await session.client();
  for (const { bucket, key } of urls) {
    const { url, expiresAt } = await client.download(bucket, key, { signal: session.world.signal });
    if (session.options.json) await session.json({ from: s3Url(bucket, key), url, expiresAt });
    else await session.print(url);
  }
  return EXIT.ok;
}
