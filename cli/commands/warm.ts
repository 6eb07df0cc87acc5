/** `s3dex warm`: reads a subtree into the index. */
import { type Command, Option } from 'commander';
import { type Ask, type Client, type FillStatusAnswer, S3dexError } from '../../contract/client.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../global-options.ts';
import { parseDirectoryUrl, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { humanSize } from '../text/human-size.ts';
import { createProgress, type Progress } from '../text/progress.ts';
import { milliseconds, plural } from '../text/quantities.ts';
import { warmByFill } from '../warm-by-fill.ts';
import { type WarmTotals, warmTree } from '../warm-tree.ts';

interface WarmCommandOptions {
  depth?: number;
  parallel: number;
  /** False: --no-cache. */
  cache: boolean;
}

const DEFAULT_PARALLEL = 8;
/** Further requests would only wait for connections. */
const MAX_PARALLEL = 64;
const MAX_TOLD_FAILURES = 5;

export function addWarm(program: Command, run: Run): void {
  const command = program
    .command('warm')
    .summary('read a subtree into the index')
    .description(
      'Read a directory and everything below it through the service, so that the index holds it. Directories that it already holds cost no S3 call. The others are read by the workers of the service, if it has workers and the caller may use them, with one LIST for every 1,000 objects. With --depth, or without workers, each directory is listed.',
    )
    .argument('<url>', 's3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .addOption(
      new Option('--depth <levels>', 'number of levels below the directory to read').argParser(
        wholeNumber(0),
      ),
    )
    .addOption(
      new Option('--parallel <n>', 'requests at a time, each for up to 100 directories')
        .argParser(wholeNumber(1, MAX_PARALLEL))
        .default(DEFAULT_PARALLEL),
    )
    .option('--no-cache', 'ask S3 even for what the index already holds')
    .action((url: string, options: WarmCommandOptions) =>
      run(command, (session) => warm(session, url, options)),
    );
  addExamples(command, [
    ['a tree', 's3dex warm s3://demo/photos/'],
    ['the first level, four requests at a time', 's3dex warm --depth 1 --parallel 4 s3://demo/'],
  ]);
}

async function warm(session: Session, url: string, options: WarmCommandOptions): Promise<ExitCode> {
  const { bucket, key } = parseDirectoryUrl(url);
  const { world } = session;
  const client = await session.client({ heldAnswers: 0 });
  const startedAt = world.now();
  const progress = createProgress(world.err, world.now);
  const totals = await readAll({ client, session, progress }, { bucket, prefix: key }, options).finally(() =>
    progress.end(),
  );
  await report(session, s3Url(bucket, key), totals, world.now() - startedAt);
  if (totals.failed.length > 0) return EXIT.unavailable;
  if (!isEmpty(totals)) return EXIT.ok;
  if (!session.options.json) await session.note(`${session.shown(s3Url(bucket, key))}: nothing found`);
  return EXIT.nothing;
}

interface Reading {
  client: Client;
  session: Session;
  progress: Progress;
}

/**
 * First reads what the index holds, which costs no S3 call. If that is not everything, the service's workers read the
 * whole tree, if the service has workers. Then the tree is read directory by directory; what the workers have read
 * costs no further S3 call.
 */
async function readAll(
  reading: Reading,
  place: { bucket: string; prefix: string },
  { depth, parallel, cache }: WarmCommandOptions,
): Promise<WarmTotals> {
  const { client, session, progress } = reading;
  const { signal } = session.world;
  const walk = (ask: Ask) =>
    warmTree(client, {
      ...place,
      parallel,
      depth,
      ask: { signal, ...ask },
      onProgress: (now) =>
        progress.update(
          now.directories,
          now.directories + now.waiting,
          `directories, ${plural(now.objects, 'object')}`,
        ),
    });
  if (depth !== undefined) return walk(cache ? {} : { noCache: true });
  const held = cache ? await walk({ onlyIfCached: true }).catch(notHeld) : undefined;
  if (held && held.failed.length === 0) return held;
  const onProgress = ({ listed, pages }: FillStatusAnswer) =>
    progress.note(`${plural(listed, 'name')} in ${plural(pages, 'page')}, by the workers of the service`);
  const filled = await warmByFill(client, { ...place, signal, onProgress });
  if (filled && filled.state !== 'complete') await session.note(`the fill is ${filled.state}`);
  const totals = await walk(filled || cache ? {} : { noCache: true });
  return { ...totals, fetched: totals.fetched + (filled?.pages ?? 0) };
}

function notHeld(error: unknown): undefined {
  if (error instanceof S3dexError && error.code === 'only-if-cached') return undefined;
  throw error;
}

/** An empty listing: a directory that does not exist looks the same. */
function isEmpty({ directories, objects }: WarmTotals): boolean {
  return directories <= 1 && objects === 0;
}

async function report(session: Session, url: string, totals: WarmTotals, ms: number): Promise<void> {
  const { directories, failed, objects, bytes, hits, fetched } = totals;
  if (session.options.json) {
    const failures = failed.map(({ prefix, error }) => ({ prefix, code: error.code, detail: error.detail }));
    return session.json({ url, directories, objects, bytes, hits, fetched, failed: failures, ms });
  }
  await session.say(
    `${session.shown(url)}: ${plural(directories, 'directory', 'directories')}, ${plural(objects, 'object')}, ` +
      `${humanSize(bytes)} in ${milliseconds(ms)}; ${plural(fetched, 'page')} from S3, ${hits} in the index already`,
  );
  for (const { prefix, error } of failed.slice(0, MAX_TOLD_FAILURES)) {
    await session.note(`not read: ${session.shown(prefix)}: ${error.message}`);
  }
  if (failed.length > MAX_TOLD_FAILURES)
    await session.note(`not read: ${failed.length - MAX_TOLD_FAILURES} more`);
}
