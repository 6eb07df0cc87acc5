/** `npm run bench`: s3dex and its rivals, measured in one run. */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, USAGE, UsageError } from './arguments.ts';
import { judgeBars } from './bars.ts';
import { judgeBudgets } from './budgets.ts';
import { BUNDLES, bundle } from './bundles/bundle.ts';
import { peakMemory } from './bundles/memory.ts';
import { startTimes } from './bundles/start-time.ts';
import { eventCases } from './cases/events.ts';
import { listingCases } from './cases/listing.ts';
import { millionCases } from './cases/million.ts';
import { newestCases } from './cases/newest.ts';
import { stampedeCase } from './cases/stampede.ts';
import { statCases } from './cases/stats.ts';
import { treeCases } from './cases/tree.ts';
import { zipfCase } from './cases/zipf.ts';
import { setCredentials } from './clients.ts';
import type { ContestantName } from './contestant.ts';
import { createContestants } from './contestants.ts';
import { eventRates } from './in-process/event-rate.ts';
import { handlerTimes } from './in-process/handler-time.ts';
import { sortedTimes } from './in-process/sorted-time.ts';
import { measureTrees } from './measure-trees.ts';
import { caseTable, partTables, ratioTable, verdictTable } from './print.ts';
import { emptyReport, type Report } from './report.ts';
import type { Row } from './row.ts';
import { NO_LATENCY, startServers, USUAL_LATENCY } from './servers/start.ts';
import { REPOSITORY_TREE, SYSTEM_TREE, storedBytes } from './stored-bytes.ts';
import { treeCounts, treeReport } from './tree-report.ts';
import { warmUp } from './warm-up.ts';
import { writeCost, writePerformance } from './write-documents.ts';

const SIZES = [20, 100, 1_000, 10_000];
const SORTED_SIZES = [1_000, 10_000, 100_000];
const STARTS = 15;
const STAT_ROUNDS = 5;
const ZIPF_STEPS = 2_500;
const STAMPEDES = 3;

const startedAt = performance.now();
const note = (text: string) =>
  console.error(`${((performance.now() - startedAt) / 1_000).toFixed(0)} s: ${text}`);

async function measure(report: Report, budgets: boolean): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 's3dex-bench-'));
  const servers = await startServers(report.latency);
  const { s3dex, rivals } = await createContestants(servers);
  const all = [s3dex, ...rivals];
  const take = async (what: string, cases: () => Promise<Row[]>) => {
    note(what);
    report.cases.push(...(await cases()));
  };
  try {
    note('bundles and bytes');
    const bundles = await Promise.all(BUNDLES.map((name) => bundle(name, directory)));
    report.bundles.push(...bundles.map(({ name, bytes, parts }) => ({ name, bytes, parts })));
    const trees = budgets ? [REPOSITORY_TREE] : [REPOSITORY_TREE, SYSTEM_TREE];
    report.storedBytes.push(...trees.flatMap((tree) => storedBytes(tree) ?? []));
    if (!budgets) {
      note('starts, handler times');
      report.startTimes.push(...startTimes(bundles, STARTS));
      report.handlerTimes.push(...(await handlerTimes()));
      report.sortedTimes = await sortedTimes();
      report.eventRates.push(...(await eventRates()));
      note('warm-up');
      await warmUp(servers, all);
    }
    await take('listings', () =>
      listingCases(servers, all, {
        sizes: SIZES,
        rounds: roundsOf(budgets),
        ...(budgets && { skips: notCounted }),
      }),
    );
    await take('stats', () => statCases(servers, budgets ? [s3dex] : all, budgets ? 1 : STAT_ROUNDS));
    await take('events', () => eventCases(servers, s3dex));
    await take('50 readers at once', () => stampedeCase(servers, STAMPEDES));
    if (!budgets) {
      const plain = rivals.find((rival) => rival.newest !== undefined)!;
      await take('the newest first', () => newestCases(servers, s3dex, plain, SORTED_SIZES));
      await take('a tree', () => treeCases(servers, all));
      await take('many directories', () => zipfCase(servers, all, ZIPF_STEPS));
    }
    const paged = budgets ? undefined : rivals.find((rival) => rival.page !== undefined);
    await take('a million objects', () => millionCases(servers, s3dex, paged));
    if (!budgets) report.memory = await peakMemory(servers, bundles.find(({ name }) => name === 'listing')!);
    note('trees');
    report.trees = budgets ? await treeCounts(servers, s3dex) : await treeReport(servers, s3dex, bundles);
    note('done');
  } finally {
    for (const contestant of all) contestant.stop();
    servers.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** With budgets, only two rivals are compared, at 1,000 objects. */
const COUNTED = new Set<ContestantName>(['list-then-head-16', 'item-per-object']);
const COUNTED_SIZE = 1_000;
const notCounted = (name: ContestantName, n: number) =>
  name !== 's3dex' && !(n === COUNTED_SIZE && COUNTED.has(name));

function roundsOf(budgets: boolean): (size: number) => number {
  if (budgets) return () => 1;
  return (size) => (size <= 1_000 ? 5 : 1);
}

async function main(): Promise<void> {
  const { budgets, trees, cost, json, performance: reported } = readArguments(process.argv.slice(2));
  if (cost) return writeCost();
  if (reported !== undefined) return writePerformance(reported);
  if (json !== undefined) await mustBeWritable(json);
  setCredentials();
  if (trees) return measureTrees(json);
  const report = emptyReport(budgets ? NO_LATENCY : USUAL_LATENCY);
  await measure(report, budgets);
  console.log(
    `${caseTable([...report.cases, ...(report.trees?.cases ?? [])])}\n\n${budgets ? '' : `${ratioTable(report.cases)}\n\n`}${partTables(report)}\n`,
  );
  const verdicts = judgeBudgets(report);
  const bars = budgets ? [] : judgeBars(report);
  console.log(verdictTable('budget', verdicts));
  if (!budgets) console.log(`\n${verdictTable('target', bars)}`);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ ...report, budgets: verdicts, bars }, null, 2)}\n`);
  if (budgets && verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
}

/** Checked before the measurements, because they take minutes. An existing file is kept until then. */
async function mustBeWritable(file: string): Promise<void> {
  try {
    await (await open(file, 'a')).close();
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 2;
}
