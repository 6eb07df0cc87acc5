/** `s3dex ls`: like `aws s3 ls`, from the index. */
import type { Command } from 'commander';
import type { EntryJson, PageOptions } from '../../contract/client.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addFreshnessOptions, askOf, type FreshnessOptions } from '../freshness-options.ts';
import { isDeep, parseGlobUrl } from '../glob-url.ts';
import type { Run, Session } from '../session.ts';
import { addSortOptions, type SortOptions, sortOf } from '../sort-options.ts';
import { humanSize } from '../text/human-size.ts';
import { type LineStyle, lsLine } from '../text/ls-line.ts';
import { inAwsOrder } from '../text/ls-order.ts';

interface LsOptions extends FreshnessOptions, SortOptions {
  long?: boolean;
  humanReadable?: boolean;
  recursive?: boolean;
  summarize?: boolean;
  raw?: boolean;
}

export function addLs(program: Command, run: Run): void {
  const command = program
    .command('ls')
    .summary('list a directory, as `aws s3 ls` prints it')
    .description(
      'List a directory, or everything that starts with a prefix, in the format of `aws s3 ls`: local time, size, name. ' +
        'Without a URL: the names of the served buckets (without the creation times that aws prints).',
    )
    .argument(
      '[url]',
      's3://bucket/directory/, s3://bucket/prefix, or with wildcards: s3://bucket/*.jpg, s3://bucket/**/*.jpg',
    )
    .helpOption('--help', 'print help')
    .option('-l, --long', 'time, size and name (this is always on)')
    .option('-h, --human-readable', 'sizes as 1.2 KiB')
    .option('-R, --recursive', 'every object below, with its full key')
    .option('--summarize', 'print the number of objects and their total size at the end')
    .option('--raw', 'treat * and ? in the URL as literal text');
  addFreshnessOptions(addSortOptions(command)).action((url: string | undefined, options: LsOptions) =>
    run(command, (session) => (url === undefined ? listBuckets(session) : list(session, url, options))),
  );
  addExamples(command, [
    ['a directory, as `aws s3 ls` prints it', 's3dex ls -l s3://demo/photos/'],
    ['everything below it, with totals', 's3dex ls -R -h --summarize s3://demo/photos/'],
    ['pictures, newest first', "s3dex ls -t 's3://demo/photos/*.jpg'"],
    ['not older than a minute', 's3dex ls --max-age 60 s3://demo/photos/'],
  ]);
}

async function listBuckets(session: Session): Promise<ExitCode> {
  const client = await session.client();
  const { buckets } = await client.buckets({ signal: session.world.signal });
  for (const bucket of buckets) {
    if (session.options.json) await session.json(bucket);
    else await session.print(bucket.name);
  }
  return EXIT.ok;
}

async function list(session: Session, url: string, options: LsOptions): Promise<ExitCode> {
  const { bucket, prefix, glob } = parseGlobUrl(url, options.raw);
  const sort = sortOf(options);
  const recursive = options.recursive || (glob !== undefined && isDeep(glob));
  const client = await session.client();
  const ask = { ...askOf(options), signal: session.world.signal };
  const asked: PageOptions = {
    ...ask,
    ...(recursive && { recursive }),
    ...(sort && { sort }),
    ...(glob !== undefined && { glob }),
  };
  const style = { human: options.humanReadable ?? false, wholeKeys: recursive };
  const totals = { objects: 0, bytes: 0, entries: 0 };
  const pages = client.pages(bucket, prefix, asked);
  const runs = session.options.json || sort || recursive ? entriesOf(pages) : inAwsOrder(pages);
  for await (const entries of runs) {
    add(totals, entries);
    await session.printAll(entries.map((entry) => lineOf(session, entry, style)));
  }
  if (options.summarize) {
    const { objects, bytes } = totals;
    if (session.options.json) await session.json({ type: 'summary', objects, size: bytes });
    else await session.printAll(summary(totals, style));
  }
  // As in aws: an empty bucket is found, a prefix that matches nothing is not.
  const named = prefix !== '' || glob !== undefined;
  return totals.entries === 0 && named ? EXIT.nothing : EXIT.ok;
}

async function* entriesOf(pages: AsyncIterable<{ entries: EntryJson[] }>) {
  for await (const { entries } of pages) yield entries;
}

function lineOf(session: Session, entry: EntryJson, style: LineStyle): string {
  return session.options.json ? JSON.stringify(entry) : session.shown(lsLine(entry, style));
}

function add(totals: { objects: number; bytes: number; entries: number }, entries: EntryJson[]): void {
  totals.entries += entries.length;
  for (const entry of entries) {
    if (entry.type !== 'object') continue;
    totals.objects++;
    totals.bytes += entry.size;
  }
}

/** The same text and columns as in aws. */
function summary({ objects, bytes }: { objects: number; bytes: number }, { human }: LineStyle): string[] {
  return ['', `Total Objects: ${objects}`, `   Total Size: ${human ? humanSize(bytes) : bytes}`];
}
