/** `s3dex find`: prints the keys below a directory that match conditions, with the flags of `mc find`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EntryJson, PageOptions } from '../../contract/client.ts';
import { parseTimeText } from '../../contract/time-text.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addFreshnessOptions, askOf, type FreshnessOptions } from '../freshness-options.ts';
import { wholeNumber } from '../global-options.ts';
import { parseDirectoryUrl } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { addSortOptions, type SortOptions, sortOf } from '../sort-options.ts';

interface FindOptions extends FreshnessOptions, SortOptions {
  name?: string;
  path?: string;
  contains?: string;
  /** Bytes. */
  larger?: number;
  smaller?: number;
  newerThan?: string;
  olderThan?: string;
  storageClass?: string;
  limit?: number;
}

const MAX_PAGE = 1_000;
const UNITS: Record<string, number> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

export function addFind(program: Command, run: Run): void {
  const command = program
    .command('find')
    .summary('find objects below a directory')
    .description(
      'Print the keys of the objects below a directory that match all conditions, one per line. The flags are those of `mc find`; size units are powers of 1024.',
    )
    .argument('<url>', 's3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .addOption(
      new Option('--name <glob>', 'the last part of the key matches this pattern')
        .argParser(lastPart)
        .conflicts('path'),
    )
    .option(
      '--path <glob>',
      'the part of the key after the directory matches this pattern; ** also matches slashes',
    )
    .option(
      '--contains <text>',
      'the part of the key after the directory contains this text, ignoring case and character width',
    )
    .addOption(
      new Option('--larger <size>', 'larger than this size, such as 1500, 50k or 1G').argParser(bytes),
    )
    .addOption(new Option('--smaller <size>', 'smaller than this size').argParser(bytes))
    .addOption(
      new Option(
        '--newer-than <time>',
        'modified less than this duration ago (7d, 36h, 1d12h), or after this time (RFC 3339)',
      ).argParser(time),
    )
    .addOption(
      new Option(
        '--older-than <time>',
        'modified more than this duration ago, or before this time',
      ).argParser(time),
    )
    .option('--storage-class <class>', 'with this storage class, as S3 names it')
    .addOption(
      new Option('-n, --limit <count>', 'print at most this number of keys').argParser(wholeNumber(1)),
    );
  addFreshnessOptions(addSortOptions(command)).action((url: string, options: FindOptions) =>
    run(command, (session) => find(session, url, options)),
  );
  addExamples(command, [
    ['pictures that are not empty', "s3dex find s3://demo/photos/ --name '*.jpg' --larger 0"],
    ['the ten newest objects', 's3dex find -t -n 10 s3://demo/'],
    ['for a program', 's3dex --json find s3://demo/photos/ --newer-than 3650d'],
  ]);
}

async function find(session: Session, url: string, options: FindOptions): Promise<ExitCode> {
  const { bucket, key } = parseDirectoryUrl(url);
  const client = await session.client();
  const asked = { ...questionOf(options), ...askOf(options), signal: session.world.signal };
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  let found = 0;
  for await (const { entries } of client.pages(bucket, key, { ...asked, limit: Math.min(left, MAX_PAGE) })) {
    const taken = entries.slice(0, left);
    await session.printAll(taken.map((entry) => lineOf(session, entry)));
    found += taken.length;
    left -= taken.length;
    if (left === 0) break;
  }
  return found === 0 ? EXIT.nothing : EXIT.ok;
}

function lineOf(session: Session, entry: EntryJson): string {
  return session.options.json ? JSON.stringify(entry) : session.shown(entry.key);
}

function questionOf(options: FindOptions): PageOptions {
  const { name, path, contains, larger, smaller, newerThan, olderThan, storageClass } = options;
  const sort = sortOf(options);
  const glob = name === undefined ? path : `**/${name}`;
  return {
    recursive: true,
    sort,
    glob,
    contains,
    minSize: larger === undefined ? undefined : larger + 1,
    maxSize: smaller === undefined ? undefined : smaller - 1,
    modifiedAfter: newerThan,
    modifiedBefore: olderThan,
    storageClass,
  };
}

/** Commander parsers. */
function lastPart(glob: string): string {
  if (glob.includes('/'))
    throw new InvalidArgumentError(
      '--name takes patterns without slashes; use --path for patterns with slashes.',
    );
  return glob;
}

function bytes(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,15})([kmgt]?)i?b?$/i.exec(text) ?? [];
  const size = Number(count) * UNITS[unit.toLowerCase()]!;
  if (count === '' || !Number.isSafeInteger(size)) {
    throw new InvalidArgumentError('Expected a size such as 1500, 50k or 1G.');
  }
  return size;
}

function time(text: string): string {
  if (!parseTimeText(text))
    throw new InvalidArgumentError(
      'Expected an age such as 7d or 36h, or a time such as 2026-11-22T09:30:00Z.',
    );
  return text;
}
