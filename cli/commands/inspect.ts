/** `s3dex inspect`: what the index holds for one directory, and what a list of it would cost now. */
import type { Command } from 'commander';
import type { InspectAnswer } from '../../contract/client.ts';
import { PRICES } from '../../contract/prices.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type ReadCost, readCost } from '../read-cost.ts';
import { parseDirectoryUrl, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { columns } from '../text/columns.ts';
import { humanSize } from '../text/human-size.ts';
import { count, dollars, duration, plural } from '../text/quantities.ts';

export function addInspect(program: Command, run: Run): void {
  const command = program
    .command('inspect')
    .summary('show what the index holds for a directory')
    .description(
      'Show what the index holds for one directory: chunks of its listing with their ages, marks left by events, single records, ' +
        'how much of it they cover, and what a list would cost now. Asks S3 nothing.',
    )
    .argument('<url>', 's3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .action((url: string) => run(command, (session) => inspect(session, url)));
  addExamples(command, [
    ['what is held of a directory, and what a list of it would cost', 's3dex inspect s3://demo/photos/'],
  ]);
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
  await session.printAll(['', ...costLines(cost)]);
  return EXIT.ok;
}

function coverage(session: Session, { coverage }: InspectAnswer): string {
  const style = coverage === 'complete' ? 'green' : coverage === 'partial' ? 'yellow' : 'dim';
  return session.paint(style, coverage);
}

function headLines({ head, floorAt }: InspectAnswer, now: number): string[] {
  const until = (time: string) => `${time} (${inTime(time, now)})`;
  return [
    head?.watchedUntil === undefined ? 'not watched' : `watched until ${until(head.watchedUntil)}`,
    ...(head?.leaseUntil !== undefined && Date.parse(head.leaseUntil) > now
      ? [`being filled until ${until(head.leaseUntil)}`]
      : []),
    ...(head !== undefined && head.misses > 0
      ? [`${plural(head.misses, 'stat miss', 'stat misses')} lately`]
      : []),
    ...(floorAt === undefined ? [] : [`invalidated ${until(floorAt)}`]),
  ];
}

function inTime(time: string, now: number): string {
  const seconds = (Date.parse(time) - now) / 1000;
  return seconds >= 0 ? `in ${duration(seconds)}` : `${duration(-seconds)} ago`;
}

async function section(session: Session, title: string, rows: string[][]): Promise<void> {
  if (rows.length <= 1) return;
  await session.printAll(['', session.paint('bold', title)]);
  const lines = columns(rows, title === 'CHUNKS' ? ['left', 'right', 'right', 'right', 'right'] : []);
  await session.printAll(lines.map((line) => session.shown(line)));
}

function chunkRows({ chunks }: InspectAnswer): string[][] {
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

function markRows({ marks }: InspectAnswer): string[][] {
  return [
    ['name', 'appeared', 'vanished'],
    ...marks.map(({ name, appearedAt, vanishedAt }) => [name, appearedAt ?? '-', vanishedAt ?? '-']),
  ];
}

function recordRows({ records }: InspectAnswer): string[][] {
  return [
    ['name', 'says', 'age', 'until'],
    ...records.map(({ name, says, ageSeconds, endsAt }) => [name, says, duration(ageSeconds), endsAt]),
  ];
}

function costLines(cost: ReadCost): string[] {
  const calls = cost.lists + cost.heads;
  const asked =
    calls === 0
      ? 'no S3 call'
      : [
          cost.lists > 0 ? `${cost.atLeast ? 'at least ' : ''}${plural(cost.lists, 'LIST')}` : '',
          cost.heads > 0 ? plural(cost.heads, 'HEAD') : '',
        ]
          .filter(Boolean)
          .join(' and ');
  const units = [
    plural(cost.readUnits, 'read unit'),
    ...(cost.writeUnits > 0 ? [plural(cost.writeUnits, 'write unit')] : []),
  ].join(', ');
  return [
    `A list of it now: ${asked}, ${units}: about ${dollars(cost.dollars)}.`,
    `Straight from S3: ${plural(cost.directLists, 'LIST')}: ${dollars(cost.directDollars)}, and ${dollars(PRICES.s3Head)} more for each HEAD.`,
  ];
}
