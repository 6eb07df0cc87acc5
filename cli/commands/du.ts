/** `s3dex du`: the size of everything below a directory. */
import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addFreshnessOptions, askOf, type FreshnessOptions } from '../freshness-options.ts';
import { wholeNumber } from '../global-options.ts';
import { parseDirectoryUrl, type S3Url, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { columns } from '../text/columns.ts';
import { humanSize } from '../text/human-size.ts';
import { createProgress } from '../text/progress.ts';
import { count, plural } from '../text/quantities.ts';
import { type WholeUsage, wholeUsage } from '../whole-usage.ts';

interface DuOptions extends FreshnessOptions {
  humanReadable?: boolean;
  depth: number;
  sort: '-size' | 'name';
}

const DEFAULT_DEPTH = 1;
const MAX_DEPTH = 1_024;

export function addDu(program: Command, run: Run): void {
  const command = program
    .command('du')
    .summary('show the size of everything below a directory')
    .description(
      'Show the total size and number of objects below a directory, and below each directory in it, largest first. ' +
        'What the index does not hold yet is read from S3 first.',
    )
    .argument('<url...>', 's3://bucket/directory/')
    .helpOption('--help', 'print help')
    .option('-h, --human-readable', 'print sizes as 1.2 KiB')
    .addOption(
      new Option('-d, --depth <levels>', 'levels of directories to show; 0: only the total')
        .argParser(wholeNumber(0, MAX_DEPTH))
        .default(DEFAULT_DEPTH),
    )
    .addOption(
      new Option('--sort <order>', 'order of the directories').choices(['-size', 'name']).default('-size'),
    );
  addFreshnessOptions(command).action((urls: string[], options: DuOptions) =>
    run(command, (session) => du(session, urls.map(parseDirectoryUrl), options)),
  );
  addExamples(command, [
    ['the directories of a bucket, largest first', 's3dex du -h s3://demo/'],
    ['only the total', 's3dex du -h -d 0 s3://demo/photos/'],
    ['for a program', 's3dex --json du -d 2 s3://demo/photos/'],
  ]);
}

async function du(session: Session, urls: S3Url[], options: DuOptions): Promise<ExitCode> {
  const client = await session.client();
  let code: ExitCode = EXIT.ok;
  for (const { bucket, key } of urls) {
    const progress = createProgress(session.world.err, session.world.now);
    const usage = await wholeUsage(client, bucket, key, {
      ...askOf(options),
      signal: session.world.signal,
      depth: options.depth,
      sort: options.sort,
      onProgress: ({ objects }) => progress.note(`${plural(objects, 'object')} so far`),
    }).finally(() => progress.end());
    if (session.options.json) {
      const { freshness: _, ...answer } = usage;
      await session.json(answer);
    } else if (isNothing(usage)) await session.note(`${session.shown(s3Url(bucket, key))}: nothing found`);
    else await print(session, usage, options);
    if (!usage.complete) code = EXIT.unavailable;
    else if (isNothing(usage) && code === EXIT.ok) code = EXIT.nothing;
  }
  return code;
}

/** An empty bucket exists, but a directory exists only if something is in it. */
function isNothing({ prefix, objects, complete }: WholeUsage): boolean {
  return prefix !== '' && objects === 0 && complete;
}

async function print(session: Session, usage: WholeUsage, options: DuOptions): Promise<void> {
  const { bucket, prefix, children = [], childrenOmitted = 0 } = usage;
  const size = (bytes: number) => (options.humanReadable ? humanSize(bytes) : String(bytes));
  const row = (place: { prefix: string; size: number; objects: number }) => [
    size(place.size),
    count(place.objects),
    session.shown(s3Url(bucket, place.prefix)),
  ];
  await session.printAll(columns([...children, { ...usage, prefix }].map(row), ['right', 'right']));
  if (childrenOmitted > 0)
    await session.note(`${plural(childrenOmitted, 'smaller directory', 'smaller directories')} not shown`);
  if (!usage.complete) await session.note('incomplete: the service could not read everything; try again');
}
