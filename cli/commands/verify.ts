/** `s3dex verify`: compares the index with S3. */
import type { Command } from 'commander';
import type { Client } from '../../contract/client.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseDirectoryUrl, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { count, duration, plural } from '../text/quantities.ts';
import { type Difference, type Verified, verifyTree } from '../verify/verify-tree.ts';

interface VerifyCommandOptions {
  recursive?: boolean;
  repair?: boolean;
}

/** Keys in one invalidation. */
const MAX_KEYS = 1_000;

export function addVerify(program: Command, run: Run): void {
  const command = program
    .command('verify')
    .summary('compare the index with S3')
    .description(
      'Compare the stored listing of a directory with S3, name by name. A difference is checked again three times within 22 seconds, ' +
        'because its event may still arrive. If it remains, its event has not arrived. The comparison stores nothing. It costs at least one LIST for each directory, ' +
        'also for those that the index does not hold, and one for every 1,000 names. With --repair, exactly the names that differ are invalidated. The exit code is 1 if there are differences.',
    )
    .argument('<url>', 's3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .option('-r, --recursive', 'include all directories below')
    .option('--repair', 'invalidate the names that differ')
    .action((url: string, options: VerifyCommandOptions) =>
      run(command, (session) => verify(session, url, options)),
    );
  addExamples(command, [
    ['a directory', 's3dex verify s3://demo/photos/'],
    ['a bucket, every hour, from cron', 's3dex --json verify --recursive --repair s3://demo/'],
  ]);
}

async function verify(session: Session, url: string, options: VerifyCommandOptions): Promise<ExitCode> {
  const { bucket, key: prefix } = parseDirectoryUrl(url);
  const { world } = session;
  const client = await session.client({ heldAnswers: 0 });
  const progress = createProgress(world.err, world.now);
  const verified = await verifyTree(client, {
    bucket,
    prefix,
    recursive: options.recursive ?? false,
    signal: world.signal,
    wait: (ms) => world.wait(ms, world.signal),
    onProgress: ({ directories, names }) =>
      progress.note(`${plural(directories, 'directory', 'directories')}, ${plural(names, 'name')}`),
  }).finally(() => progress.end());
  const { differences } = verified;
  const repaired = options.repair === true && differences.length > 0;
  if (repaired) await repair(client, bucket, differences, world.signal);
  await tell(session, s3Url(bucket, prefix), verified, repaired);
  return differences.length > 0 ? EXIT.nothing : EXIT.ok;
}

async function repair(
  client: Client,
  bucket: string,
  differences: readonly Difference[],
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < differences.length; at += MAX_KEYS) {
    const keys = differences.slice(at, at + MAX_KEYS).map(({ key }) => key);
    await client.invalidate(bucket, { keys }, { signal });
  }
}

async function tell(session: Session, url: string, verified: Verified, repaired: boolean): Promise<void> {
  const { directories, notHeld, names, differences } = verified;
  if (session.options.json) return session.json({ url, directories, notHeld, names, differences, repaired });
  for (const { key, index, s3, ageSeconds } of differences) {
    const age = ageSeconds === undefined ? '' : ` (${duration(ageSeconds)} old)`;
    await session.say(`${session.shown(key)}: the index says ${index}${age}, S3 says ${s3}`);
  }
  const wrong = `${plural(differences.length, 'difference')}${repaired ? ', repaired' : ''}`;
  await session.say(
    `${session.shown(url)}: ${count(names)} names in ${plural(directories, 'directory', 'directories')} compared, ` +
      `${plural(notHeld, 'directory', 'directories')} not in the index; ${wrong}`,
  );
}
