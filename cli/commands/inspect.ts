/** `s3dex inspect`: what the index holds for one directory, and what listing it would cost now. */
import type { Command } from 'commander';
import type { InspectAnswer } from '../../contract/client.ts';
import { PRICES } from '../../contract/prices.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type ReadCost, readCost } from '../read-cost.ts';
import { parseDirectoryUrl, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { columns } from '../text/columns.ts';
import { elide } from '../text/elide.ts';
import { humanSize } from '../text/human-size.ts';
import { localTime } from '../text/ls-line.ts';
import { count, duration, perMillion, plural } from '../text/quantities.ts';
import { wrap } from '../text/wrap.ts';

/** Names are not shortened to less than this, however narrow the terminal is. */
const MIN_NAME_COLUMNS = 16;

type Tree = NonNullable<InspectAnswer['tree']>;

/** Sections whose columns are numbers, up to the last one. */
const NUMBERS = new Set(['CHUNKS', 'TREE CHUNKS', 'DIGESTS']);

export function addInspect(program: Command, run: Run): void {
  const command = program
    .command('inspect')
    .summary('show what the index holds for a directory')
    .description(
      'Show what the index holds for one directory: the chunks of its listing with their ages, the marks that events left (answers older than a mark are not used), ' +
        'single HEAD answers, how much of the directory they cover, and what listing it would cost now. It shows the same for recursive listings and usage of everything below. Makes no S3 call.',
    )
    .argument('<url>', 's3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .action((url: string) => run(command, (session) => inspect(session, url)));
  addExamples(command, [['what the index holds for a directory', 's3dex inspect s3://demo/photos/']]);
}

async function inspect(session: Session, url: string): Promise<ExitCode> {
  const { bucket, key } = parseDirectoryUrl(url);
  const client = await session.client();
  const { freshness: _, ...held } = await client.inspect(bucket, key, { signal: session.world.signal });
  const cost = readCost(held);
  if (session.options.json) {
    await session.json({ ...held, cost });
    return EXIT.ok;
  }
  const entries = held.chunks.reduce((sum, chunk) => sum + chunk.entries, 0);
  await session.print(
    `${session.paint('bold', session.shown(s3Url(bucket, key)))}  coverage ${coverage(session, held)}, ` +
      `${plural(held.chunks.length, 'chunk')} with ${plural(entries, 'entry', 'entries')}, ${plural(held.voidNames, 'void name')}`,
  );
  if (held.truncated) await session.print('Only the beginning is shown: the directory is very large.');
  await session.printAll(headLines(held, session.world.now()));
  await section(session, 'CHUNKS', chunkRows(held));
  await section(session, 'MARKS', markRows(held));
  await section(session, 'RECORDS', recordRows(held));
  if (held.tree) await printTree(session, held.tree);
  await session.printAll(['', ...costLines(cost).flatMap((line) => wrap(line, session.world.out.columns))]);
  return EXIT.ok;
}

/** What the index holds for recursive listings and usage. */
async function printTree(session: Session, tree: Tree): Promise<void> {
  const { watchedUntil, chunks, digests, marks } = tree;
  const watched = watchedUntil === undefined ? 'not watched' : `watched until ${localTime(watchedUntil)}`;
  await session.printAll([
    '',
    `${session.paint('bold', 'everything below')}  recursive listing ${coverage(session, tree)}, usage ${coverage(session, { coverage: tree.usageCoverage })}`,
    `${watched}, ${plural(chunks.length, 'chunk')}, ${plural(digests.length, 'digest')}, ${plural(marks.length, 'mark')}`,
  ]);
  if (tree.truncated) await session.print('Only the beginning is shown: the tree is very large.');
  await section(session, 'TREE CHUNKS', chunkRows(tree));
  await section(session, 'DIGESTS', digestRows(tree));
  await section(session, 'TREE MARKS', markRows(tree));
}

function coverage(session: Session, { coverage }: Pick<InspectAnswer, 'coverage'>): string {
  const style = coverage === 'complete' ? 'green' : coverage === 'partial' ? 'yellow' : 'dim';
  return session.paint(style, coverage);
}

function headLines({ head, floorAt }: InspectAnswer, now: number): string[] {
  const until = (time: string) => `${localTime(time)} (${inTime(time, now)})`;
  return [
    head?.watchedUntil === undefined ? 'not watched' : `watched until ${until(head.watchedUntil)}`,
    ...(head?.leaseUntil !== undefined && Date.parse(head.leaseUntil) > now
      ? [`being filled until ${until(head.leaseUntil)}`]
      : []),
    ...(head !== undefined && head.misses > 0 ? [`${plural(head.misses, 'miss', 'misses')} lately`] : []),
    ...(floorAt === undefined ? [] : [`not used: what was read from S3 until ${until(floorAt)}`]),
  ];
}

function inTime(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000;
  return seconds >= 0 ? `in ${duration(seconds)}` : `${duration(-seconds)} ago`;
}

async function section(session: Session, title: string, rows: string[][]): Promise<void> {
  if (rows.length <= 1) return;
  await session.printAll(['', session.paint('bold', title)]);
  const [head = [], ...body] = rows;
  const names = namesWidth(rows, session.world.out.columns);
  const shown = [head, ...body.map(([name = '', ...cells]) => [elide(name, names), ...cells])];
  const lines = columns(shown, NUMBERS.has(title) ? ['left', 'right', 'right', 'right', 'right'] : []);
  await session.printAll(lines.map((line) => session.shown(line)));
}

/** The width that the other columns leave for the names, which are the first column. */
function namesWidth(rows: readonly (readonly string[])[], width: number): number {
  const others = columns(rows.map((row) => row.slice(1))).reduce(
    (most, line) => Math.max(most, line.length),
    0,
  );
  return Math.max(MIN_NAME_COLUMNS, width - others - 2);
}

function chunkRows({ chunks }: Pick<InspectAnswer, 'chunks'>): string[][] {
  return [
    ['range', 'entries', 'age', 'life', 'stored', 'state'],
    ...chunks.map((chunk) => [
      `(${chunk.after ?? 'start'}, ${chunk.through ?? 'end'}]`,
      count(chunk.entries),
      duration(chunk.ageSeconds),
      duration((Date.parse(chunk.endsAt) - Date.parse(chunk.observedAt)) / 1000),
      humanSize(chunk.bytes),
      chunk.state,
    ]),
  ];
}

function digestRows({ digests }: Tree): string[][] {
  return [
    ['range', 'directories', 'objects', 'age', 'stored', 'state'],
    ...digests.map((digest) => [
      `(${digest.after ?? 'start'}, ${digest.through ?? 'end'}]`,
      count(digest.directories),
      count(digest.objects),
      duration(digest.ageSeconds),
      humanSize(digest.bytes),
      digest.state,
    ]),
  ];
}

function markRows({ marks }: Pick<InspectAnswer, 'marks'>): string[][] {
  return [
    ['name', 'appeared', 'vanished'],
    ...marks.map(({ name, appearedAt, vanishedAt }) => [name, shownTime(appearedAt), shownTime(vanishedAt)]),
  ];
}

function recordRows({ records }: InspectAnswer): string[][] {
  return [
    ['name', 'says', 'age', 'until'],
    ...records.map(({ name, says, ageSeconds, endsAt }) => [
      name,
      says,
      duration(ageSeconds),
      localTime(endsAt),
    ]),
  ];
}

function shownTime(time: string | undefined): string {
  return time === undefined ? '-' : localTime(time);
}

function costLines(cost: ReadCost): string[] {
  const atLeast = cost.atLeast && cost.lists > 0 ? 'at least ' : '';
  const parts = [
    cost.lists > 0 ? atLeast + plural(cost.lists, 'LIST') : '',
    cost.heads > 0 ? plural(cost.heads, 'HEAD') : '',
    cost.lists + cost.heads === 0 ? 'no S3 call' : '',
    plural(cost.readUnits, 'read unit'),
    cost.writeUnits > 0 ? plural(cost.writeUnits, 'write unit') : '',
  ];
  return [
    `A listing takes ${parts.filter(Boolean).join(', ')}: about ${perMillion(cost.dollars)}.`,
    `From S3 it takes ${plural(cost.directLists, 'LIST')}: ${perMillion(cost.directDollars)}, and ${perMillion(PRICES.s3Head)} for each HEAD.`,
  ];
}
