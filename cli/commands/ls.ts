/** `s3dex ls`: like `aws s3 ls`, from the index. */
import type { Command } from 'commander';
import type { Client, EntryJson, PageOptions } from '../../contract/client.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addFreshnessOptions, askOf, type FreshnessOptions } from '../freshness-options.ts';
import { type GlobUrl, isDeep, parseGlobUrl } from '../glob-url.ts';
import type { Run, Session } from '../session.ts';
import { addSortOptions, type SortOptions, sortOf } from '../sort-options.ts';
import { FORMAT_FIELDS, parseFormat } from '../text/format-line.ts';
import { humanSize } from '../text/human-size.ts';
import { lsLine } from '../text/ls-line.ts';
import { inAwsOrder } from '../text/ls-order.ts';
import { createProgress, NO_PROGRESS } from '../text/progress.ts';
import { plural } from '../text/quantities.ts';

interface LsOptions extends FreshnessOptions, SortOptions {
  long?: boolean;
  humanReadable?: boolean;
  recursive?: boolean;
  summarize?: boolean;
  raw?: boolean;
  /** `-1`. */
  names?: boolean;
  format?: string;
}

interface Totals {
  entries: number;
  objects: number;
  bytes: number;
}

type Line = (entry: EntryJson, bucket: string) => string;

export function addLs(program: Command, run: Run): void {
  const command = program
    .command('ls')
    .summary('list a directory, as `aws s3 ls` prints it')
    .description(
      'List a directory, or everything that starts with a prefix, in the format of `aws s3 ls`: local time, size, name. ' +
        'Several URLs are listed one after the other, each below a line with its URL. Without a URL: the names of the served buckets.',
    )
    .argument(
      '[url...]',
      's3://bucket/directory/, s3://bucket/prefix, or with wildcards: s3://bucket/*.jpg, s3://bucket/**/*.jpg',
    )
    .helpOption('--help', 'print help')
    .option('-l, --long', 'time, size and name (this is the default)')
    .option('-h, --human-readable', 'print sizes as 1.2 KiB')
    .option('-R, --recursive', 'list every object below, with its full key')
    .option('-1, --names', 'print only names, one per line')
    .option(
      '--format <text>',
      `print lines in this format, with fields in braces: ${FORMAT_FIELDS.join(', ')}`,
    )
    .option('--summarize', 'print the number of objects and their total size at the end')
    .option('--raw', 'treat * and ? in the URL as literal text');
  addFreshnessOptions(addSortOptions(command)).action((urls: string[], options: LsOptions) =>
    run(command, (session) => (urls.length === 0 ? listBuckets(session) : listAll(session, urls, options))),
  );
  addExamples(command, [
    ['a directory, as `aws s3 ls` prints it', 's3dex ls -l s3://demo/photos/'],
    ['everything below it, with totals', 's3dex ls -R -h --summarize s3://demo/photos/'],
    ['pictures, newest first', "s3dex ls -t 's3://demo/photos/*.jpg'"],
    ['two directories, names only', 's3dex ls -1 s3://demo/photos/2026/04/ s3://demo/docs/'],
    ['sizes and URLs for another program', "s3dex ls -R --format '{size}\\t{url}' s3://demo/photos/"],
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

async function listAll(session: Session, urls: string[], options: LsOptions): Promise<ExitCode> {
  const asked = urls.map((url) => ({ url, at: parseGlobUrl(url, options.raw) }));
  const client = await session.client();
  let code: ExitCode = EXIT.ok;
  for (const [index, { url, at }] of asked.entries()) {
    const titled = asked.length > 1 && !session.options.json;
    if (titled) await session.print(`${index > 0 ? '\n' : ''}${session.shown(`${url}:`)}`);
    const recursive = options.recursive || (at.glob !== undefined && isDeep(at.glob));
    const totals = await list(session, client, at, { ...options, recursive });
    if (options.summarize) await summarize(session, totals, options);
    // As in aws: the exit code for an empty bucket is 0, and for a prefix without entries it is 1.
    const named = at.prefix !== '' || at.glob !== undefined;
    if (totals.entries === 0 && named) code = EXIT.nothing;
  }
  return code;
}

/** Prints each page as it comes. */
async function list(session: Session, client: Client, at: GlobUrl, options: LsOptions): Promise<Totals> {
  const { bucket, prefix, glob } = at;
  const { recursive } = options;
  const sort = sortOf(options);
  const asked: PageOptions = {
    ...askOf(options),
    signal: session.world.signal,
    recursive,
    sort,
    glob,
  };
  const line = lineOf(session, options);
  const totals: Totals = { entries: 0, objects: 0, bytes: 0 };
  // On a terminal, the printed lines themselves show the progress.
  const progress = session.world.out.isTerminal
    ? NO_PROGRESS
    : createProgress(session.world.err, session.world.now);
  const pages = client.pages(bucket, prefix, asked);
  const runs = session.options.json || sort || recursive ? entriesOf(pages) : inAwsOrder(pages);
  try {
    for await (const entries of runs) {
      add(totals, entries);
      await session.printAll(entries.map((entry) => line(entry, bucket)));
      progress.note(plural(totals.entries, 'entry', 'entries'));
    }
  } finally {
    progress.end();
  }
  return totals;
}

/** Chooses how an entry is printed: as JSON, in the caller's own format, as its name, or as aws prints it. */
function lineOf(session: Session, options: LsOptions): Line {
  if (session.options.json) return (entry) => JSON.stringify(entry);
  const { format } = options;
  if (format !== undefined) {
    const formatted = parseFormat(format);
    return (entry, bucket) => session.shown(formatted(entry, bucket));
  }
  const wholeKeys = options.recursive ?? false;
  const directory = (name: string) => session.paint(['bold', 'blue'], session.shown(name));
  if (options.names) {
    return (entry) => {
      const name = wholeKeys ? entry.key : entry.name;
      return entry.type === 'directory' ? directory(name) : session.shown(name);
    };
  }
  const style = { human: options.humanReadable ?? false, wholeKeys, directory };
  return (entry) => (entry.type === 'directory' ? lsLine(entry, style) : session.shown(lsLine(entry, style)));
}

async function* entriesOf(pages: AsyncIterable<{ entries: EntryJson[] }>) {
  for await (const { entries } of pages) yield entries;
}

function add(totals: Totals, entries: EntryJson[]): void {
  totals.entries += entries.length;
  for (const entry of entries) {
    if (entry.type !== 'object') continue;
    totals.objects++;
    totals.bytes += entry.size;
  }
}

/** Prints the totals in aws's words and columns. */
async function summarize(
  session: Session,
  { objects, bytes }: Totals,
  { humanReadable }: LsOptions,
): Promise<void> {
  if (session.options.json) return session.json({ type: 'summary', objects, size: bytes });
  const size = humanReadable ? humanSize(bytes) : bytes;
  await session.printAll(['', `Total Objects: ${objects}`, `   Total Size: ${size}`]);
}
