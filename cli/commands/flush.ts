/** `s3dex flush`: invalidates directories and objects. */
import type { Command } from 'commander';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { isDirectoryKey, parseS3Url, type S3Url, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { localTime } from '../text/ls-line.ts';

/** Maximum number of keys, and of prefixes, in one request. */
const MAX_AT_ONCE = 1000;

export function addFlush(program: Command, run: Run): void {
  const command = program
    .command('flush')
    .summary('invalidate a directory or an object in the index')
    .description(
      'Invalidate a directory with everything below it (a URL that ends in /, or a whole bucket if all of it is served), or one object. When the command ' +
        'returns, no instance uses an older answer. The next requests ask S3 again.',
    )
    .argument('<url...>', 's3://bucket/, s3://bucket/directory/ or s3://bucket/key')
    .helpOption('-h, --help', 'print help')
    .action((urls: string[]) => run(command, (session) => flush(session, urls.map(parseS3Url))));
  addExamples(command, [
    ['a directory and everything below it', 's3dex flush s3://demo/photos/'],
    ['one object', 's3dex flush s3://demo/photos/cat.jpg'],
  ]);
}

async function flush(session: Session, urls: S3Url[]): Promise<ExitCode> {
  const client = await session.client();
  for (const [bucket, group] of Map.groupBy(urls, ({ bucket }) => bucket)) {
    for (let at = 0; at < group.length; at += MAX_AT_ONCE) {
      const part = group.slice(at, at + MAX_AT_ONCE).map(({ key }) => key);
      const prefixes = part.filter(isDirectoryKey);
      const keys = part.filter((key) => !isDirectoryKey(key));
      const what = { ...(keys.length > 0 && { keys }), ...(prefixes.length > 0 && { prefixes }) };
      const { invalidatedAt } = await client.invalidate(bucket, what, { signal: session.world.signal });
      if (session.options.json) {
        await session.json({ bucket, ...what, invalidatedAt });
        continue;
      }
      for (const key of part) {
        const below = isDirectoryKey(key) ? ' and everything below' : '';
        await session.say(
          `${session.shown(s3Url(bucket, key))}${below}: invalidated; no answer from before ${localTime(invalidatedAt)} is used any more`,
        );
      }
    }
  }
  return EXIT.ok;
}
