/** `s3dex verify`: compares the index with S3. */
import type { Command } from 'commander';
import type { Client } from '../../contract/client.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseDirectoryUrl } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { plural } from '../text/quantities.ts';
import { isRefusal } from '../verify/is-refusal.ts';
import { repair } from '../verify/repair.ts';
import { printDifferences, printResult } from '../verify/report.ts';
import { type Verified, verifyTree } from '../verify/verify-tree.ts';

interface VerifyCommandOptions {
  recursive?: boolean;
  repair?: boolean;
}

export function addVerify(program: Command, run: Run): void {
  const command = program
    .command('verify')
    .summary('compare the index with S3')
    .description(
      'Compare the stored listing of a directory with S3, name by name: size, ETag, time and storage class. A difference is checked again three times within 22 seconds, ' +
        'because its event may still arrive. If it remains, its event has not arrived. Names for which the index holds no answer are counted, not compared. ' +
        'Behind 16 such names in a row, only each 16th name is asked for until the index holds an answer again. Names that were skipped are counted as not checked, and `complete` in the JSON output is false. ' +
        'The comparison stores nothing, and callers who may only read can run it. It asks S3 once for every 1,000 names, also in directories that the index does not hold, ' +
        'because it needs the names to find out what the index holds; and once more about pages that the index holds partly, and about their names with new events. Not compared: recursive listings and usage, names whose stats are stored without a listing, ' +
        'listings of directories that neither S3 nor their parent in the index names, ' +
        'and names that only the index has behind one whose removal was processed, up to the next name in S3. ' +
        'With --repair, the names that differ are invalidated; for a directory, also everything below it. ' +
        'The exit code is 1 if there are differences, and 4 if a directory could not be read, even if there are differences.',
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
  const events = await eventsOf(client, bucket, world.signal);
  if (events === 'none') await session.note(WITHOUT_EVENTS);
  const progress = createProgress(world.err, world.now);
  const verified = await verifyTree({
    ...{ client, bucket, prefix, recursive: options.recursive ?? false },
    signal: world.signal,
    wait: (ms) => world.wait(ms, world.signal),
    onProgress: ({ directories, names }) =>
      progress.note(`${plural(directories, 'directory', 'directories')}, ${plural(names, 'name')}`),
    onDifferences: (differences) => printDifferences(session, differences),
  }).finally(() => progress.end());
  const { differences } = verified;
  const repairs = options.repair === true && differences.length > 0 && !world.signal.aborted;
  const problem = repairs ? await problemOf(repair(client, bucket, { differences, ...world })) : undefined;
  await printResult(session, { bucket, prefix, events, verified, repaired: repairs && !problem });
  if (problem) throw problem.error;
  return world.signal.aborted ? EXIT.interrupted : exitCodeOf(verified);
}

const WITHOUT_EVENTS =
  'The bucket has no events, so an answer may differ from S3 until its life ends. Such a difference is no fault.';

/** How the bucket's changes reach the index; `undefined` if the caller may not know. */
async function eventsOf(client: Client, bucket: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { buckets } = await client.buckets({ signal });
    return buckets.find(({ name }) => name === bucket)?.events;
  } catch (error) {
    // The caller may lack this permission, and the comparison does not need it.
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

async function problemOf(work: Promise<void>): Promise<{ error: unknown } | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** Names that were not checked are usual where answers expire, so a run every hour must not fail because of them. */
function exitCodeOf({ failures, notReached, differences }: Verified): ExitCode {
  if (failures.length + notReached > 0) return EXIT.unavailable;
  return differences.length > 0 ? EXIT.nothing : EXIT.ok;
}
