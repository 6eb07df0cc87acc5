/** `s3dex stat`: the metadata of objects and directories. */
import type { Command } from 'commander';
import type { DirectoryStat, Freshness, ObjectStat, StatResult } from '../../contract/client.ts';
import { belowRow } from '../below-row.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addFreshnessOptions, askOf, type FreshnessOptions } from '../freshness-options.ts';
import { parseS3Url, type S3Url, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { columns } from '../text/columns.ts';
import { humanSize } from '../text/human-size.ts';
import { localTime } from '../text/ls-line.ts';
import { count, duration, plural } from '../text/quantities.ts';

interface StatCommandOptions extends FreshnessOptions {
  detail?: boolean;
}

/** One result of a stat, or of a stat of many keys. */
type Told = StatResult & Partial<Omit<ObjectStat, 'type' | keyof StatResult>> & { freshness: Freshness };

export function addStat(program: Command, run: Run): void {
  const command = program
    .command('stat')
    .summary('show the metadata of an object or a directory')
    .description(
      'Show size, time and ETag of objects. For a directory, show the number of objects and directories directly in it, and their total size. If the index knows it, also show the number and size of everything below. ' +
        'Several URLs of the same bucket need only one request, or one each with --detail; each directory needs one more, for everything below.',
    )
    .argument('<url...>', 's3://bucket/key, or s3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .option('--detail', 'also show what only a HEAD returns: content type, user metadata, checksums');
  addFreshnessOptions(command).action((urls: string[], options: StatCommandOptions) =>
    run(command, (session) => statAll(session, urls.map(parseS3Url), options)),
  );
  addExamples(command, [
    ['an object with what only a HEAD returns', 's3dex stat --detail s3://demo/photos/cat.jpg'],
    ['a directory: the totals of its direct entries', 's3dex stat s3://demo/photos/'],
    ['for a program', 's3dex --json stat s3://demo/photos/cat.jpg s3://demo/photos/dog.jpg'],
  ]);
}

async function statAll(session: Session, urls: S3Url[], options: StatCommandOptions): Promise<ExitCode> {
  const client = await session.client();
  const ask = { ...askOf(options), signal: session.world.signal };
  let missing = 0;
  for (const [bucket, group] of Map.groupBy(urls, ({ bucket }) => bucket)) {
    const keys = group.map(({ key }) => key);
    const answers: Told[] = [];
    if (options.detail || keys.length === 1) {
      const detail = options.detail ? ({ detail: 'full' } as const) : {};
      for (const key of keys)
        answers.push(asAsked(key, await client.stat(bucket, key, { ...detail, ...ask })));
    } else {
      const { results, freshness } = await client.statMany(bucket, keys, ask);
      answers.push(...results.map((result) => ({ ...result, freshness })));
    }
    for (const answer of answers) {
      if (!answer.found) missing++;
      const below =
        answer.found && answer.type === 'directory' && !session.options.json
          ? [await belowRow(client, { bucket, key: answer.key }, ask.signal)]
          : [];
      await tell(session, bucket, { answer, below });
    }
  }
  return missing === 0 ? EXIT.ok : EXIT.nothing;
}

/** The answer for a key without a slash may be a directory, so the key is shown as it was requested. */
function asAsked(key: string, answer: object): Told {
  return { ...answer, key } as Told;
}

async function tell(
  session: Session,
  bucket: string,
  { answer, below }: { answer: Told; below: string[][] },
): Promise<void> {
  if (session.options.json) return session.json({ bucket, ...answer });
  const url = session.shown(s3Url(bucket, answer.key));
  if (!answer.found) return session.note(`${url}: nothing found`);
  const rows = answer.type === 'object' ? objectRows(answer as ObjectStat) : directoryRows(answer);
  await session.print(session.paint('bold', url));
  await session.printAll(
    columns(
      [...rows, ...below, ['freshness', freshnessText(answer.freshness)]],
      [],
      session.world.out.columns - 2,
    ).map((line) => `  ${session.shown(line)}`),
  );
}

function objectRows(stat: ObjectStat): string[][] {
  const texts: [string, string | undefined][] = [
    ['etag', stat.etag],
    ['storage class', stat.storageClass],
    ['content type', stat.contentType],
    ['content encoding', stat.contentEncoding],
    ['content disposition', stat.contentDisposition],
    ['content language', stat.contentLanguage],
    ['cache control', stat.cacheControl],
    ['expires', stat.expires],
    ['version', stat.versionId],
    ['restore', stat.restore],
  ];
  return [
    ['object', sizeText(stat.size)],
    ...timeRow(stat.lastModified),
    ...texts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text]])),
    ...Object.entries(stat.metadata ?? {}).map(([name, value]) => [`metadata ${name}`, value]),
    ...Object.entries(stat.checksums ?? {}).map(([name, value]) => [`checksum ${name}`, value]),
  ];
}

function directoryRows(
  stat: Pick<DirectoryStat, 'objects' | 'directories' | 'size' | 'complete' | 'lastModified'>,
): string[][] {
  const seen = stat.complete ? '' : ' (counted so far; the directory is too large for one request)';
  return [
    [
      'directory',
      `${plural(stat.objects, 'object')}, ${plural(stat.directories, 'directory', 'directories')} directly in it${seen}`,
    ],
    ['their size', sizeText(stat.size)],
    ...timeRow(stat.lastModified),
  ];
}

function timeRow(lastModified: string | undefined): string[][] {
  return lastModified === undefined ? [] : [['last modified', localTime(lastModified)]];
}

function sizeText(bytes: number): string {
  const human = humanSize(bytes);
  return bytes < 1024 ? human : `${human} (${count(bytes)} bytes)`;
}

/** `hit, 12 s old`; `miss: asked S3`; `partial: asked S3, oldest part 7 min old` if S3 was asked about a part. */
export function freshnessText({ age, cacheStatus }: Freshness): string {
  if (cacheStatus === undefined) return 'unknown';
  const how = cacheStatus.hit ? 'hit' : `${cacheStatus.fwd ?? 'miss'}: asked S3`;
  const detail = cacheStatus.detail === undefined ? '' : ` (${cacheStatus.detail})`;
  const old = cacheStatus.fwd === 'partial' ? 'oldest part ' : '';
  return `${how}${detail}${age === undefined ? '' : `, ${old}${duration(age)} old`}`;
}
