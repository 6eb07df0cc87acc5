/** Measures S3 without and with the index, on a real folder that the local stack serves. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { PRICES_AS_OF, PRICES_REGION } from '../../contract/prices.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { columns } from '../text/columns.ts';
import { elide } from '../text/elide.ts';
import { count, dollars, milliseconds, plural } from '../text/quantities.ts';
import { wrap } from '../text/wrap.ts';
import { UsageError } from '../usage-error.ts';
import { choose, countFiles, type Directory } from './choose.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';
import { benchOf, type Change, type Measured, measure, measureChange, readThroughIndex } from './measure.ts';
import { PARALLEL_HEADS, plainClient } from './plain-s3.ts';

const BUCKET = 'demo';
/** The number of screens in a month, chosen so that the amounts are of a familiar size. */
const SCREENS = 1_000_000;
/** Longer lines are hard to read. */
const MAX_PROSE_COLUMNS = 100;

export async function demo(session: Session, folder: string, s3Latency: string): Promise<ExitCode> {
  const path = resolve(folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`not a folder: ${path}`);
  }
  const args = ['--import', `${path}=${BUCKET}`, '--s3-latency', s3Latency];
  const stack = await startLocalStack(args, session.world.signal);
  const s3 = plainClient(stack.s3);
  try {
    return await show(session, path, stack, s3, s3Latency);
  } finally {
    s3.destroy();
    await stack.stop();
  }
}

async function show(
  session: Session,
  path: string,
  stack: LocalStack,
  s3: ReturnType<typeof plainClient>,
  s3Latency: string,
): Promise<ExitCode> {
  const bench = benchOf(stack, s3, BUCKET, () => performance.now());
  const directories = await countFiles(s3, BUCKET);
  const files = directories.reduce((sum, directory) => sum + directory.files, 0);
  const chosen = choose(directories);
  if (chosen.length === 0) throw new UsageError(`no files in ${path}`);
  // The first answers of a process are slow: connections open and code is compiled.
  await readThroughIndex(bench, 's3dex-demo-warm-up/');
  const measured: Measured[] = [];
  for (const directory of chosen) measured.push(await measure(bench, directory));
  const changed = await measureChange(bench, chosen[0]!.prefix);
  if (session.options.json) {
    for (const one of measured) await session.json({ folder: path, s3Latency, ...one });
    await session.json({ folder: path, s3Latency, changed });
    return changed.shown ? EXIT.ok : EXIT.nothing;
  }
  await session.printAll([
    ...paragraphs(
      session,
      `${session.shown(path)} as s3://${BUCKET}: ${plural(files, 'file')} in ${plural(directories.length, 'directory', 'directories')}.`,
      `Injected S3 latency: ${s3Latency} (ms), about as from EC2. DynamoDB runs locally, at the speed of this machine.`,
    ),
    '',
    ...table(session, measured),
    '',
    ...paragraphs(session, ...notes(measured), changeNote(session, chosen[0]!, changed)),
  ]);
  return changed.shown ? EXIT.ok : EXIT.nothing;
}

/** Columns that the figures of a row need, with their gaps. */
const FIGURE_COLUMNS = 56;
const MIN_NAME_COLUMNS = 16;

function table(session: Session, measured: Measured[]): string[] {
  const nameColumns = Math.max(MIN_NAME_COLUMNS, session.world.out.columns - FIGURE_COLUMNS);
  const rows = [
    ['directory', 'files', 'S3 calls', 'cold', 'warm', 'time', 'cold', 'warm'],
    ...measured.map(({ prefix, files, plain, cold, warm }) => [
      elide(session.shown(`${prefix || '/'}`), nameColumns),
      count(files),
      count(plain.calls),
      `-> ${count(cold.calls)}`,
      `-> ${count(warm.calls)}`,
      milliseconds(plain.ms),
      `-> ${milliseconds(cold.ms)}`,
      `-> ${milliseconds(warm.ms)}`,
    ]),
  ];
  const [head = '', ...lines] = columns(rows, ['left', ...rows[0]!.slice(1).map(() => 'right' as const)]);
  return [session.paint('bold', head), ...lines];
}

function notes(measured: Measured[]): string[] {
  const largest = measured.at(-1)!;
  const sum = (dollarsEach: number) => dollars(dollarsEach * SCREENS);
  return [
    `"S3 calls" and "time": a LIST, then a HEAD for each file, ${PARALLEL_HEADS} at a time. "cold": one list through an empty index, with the same names, sizes, times and ETags. "warm": the same list again.`,
    `For a million listings as in the last row: ${sum(largest.plain.dollars)} from S3 (${sum(largest.listsOnly.dollars)} if the LIST alone is enough), ${sum(largest.warm.dollars)} warm, including DynamoDB, API Gateway, Lambda and logs (${PRICES_REGION}, ${PRICES_AS_OF}).`,
  ];
}

function changeNote(session: Session, { files }: Directory, { key, shown, reading }: Change): string {
  return (
    `Then ${session.shown(key)} was uploaded directly to S3. Its event reached the index, and the next list of ${count(files + 1)} files ` +
    `${shown ? 'showed it' : 'DID NOT SHOW IT'} with ${plural(reading.calls, 'S3 call')} in ${milliseconds(reading.ms)}.`
  );
}

function paragraphs(session: Session, ...texts: string[]): string[] {
  const width = Math.min(session.world.out.columns, MAX_PROSE_COLUMNS);
  return texts.flatMap((text) => wrap(text, width));
}
