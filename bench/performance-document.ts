/** docs/performance.md, from one report. */
import { judgeBars } from './bars.ts';
import { judgeBudgets, type Verdict } from './budgets.ts';
import { HEAP } from './bundles/memory.ts';
import { SMALL } from './cases/million.ts';
import { CHAINS } from './chains.ts';
import { figure, markdownTable } from './markdown.ts';
import type { Report } from './report.ts';
import type { Row } from './row.ts';

/** Supposed, not measured: what an HTTP API adds to a question. */
const API_MS = 10;

/** How s3dex and its rivals are called on the page. */
const NAMES: Record<Row['rival'], string> = {
  s3dex: '**s3dex**',
  'list-then-head': '(a) LIST, then HEAD each',
  'list-then-head-16': '(b) the same, 16 at once',
  'list-only': '(c) LIST every time',
  'ttl-cache': '(d) 60 s cache in the process',
  'item-per-object': '(e) an item per object',
};

function casesTable(rows: readonly Row[]): string {
  return markdownTable(
    ['who', 'LIST', 'HEAD', 'RRU', 'WRU', '$ a million', 'p50 ms', 'p99 ms', 'samples', ''],
    rows.map((row) => [
      NAMES[row.rival],
      ...[row.s3Lists, row.s3Heads, row.rru, row.wru, row.usdPerMillion, row.p50Ms, row.p99Ms].map(figure),
      String(row.samples),
      row.note ?? '',
    ]),
  );
}

function chainsTable(): string {
  return markdownTable(
    ['question', 'before', 'now', 'floor'],
    CHAINS.map(({ question, before, now, floor }) => [question, before, now, floor]),
  );
}

function allCases({ cases }: Report): string {
  const groups = Map.groupBy(
    cases,
    ({ name, n }) => `${name.replaceAll('-', ' ')}, n = ${n.toLocaleString('en-US')}`,
  );
  return [...groups].map(([title, rows]) => `### ${title}\n\n${casesTable(rows)}`).join('\n\n');
}

function verdictTable(head: string, verdicts: readonly Verdict[]): string {
  return markdownTable(
    [head, 'must be', 'is', ''],
    verdicts.map(({ what, most, least, is, holds }) => [
      what,
      most === undefined ? `>= ${figure(least!)}` : `<= ${most.toLocaleString('en-US')}`,
      figure(is),
      holds ? 'met' : '**not met**',
    ]),
  );
}

/** Every case in which somebody else took less time or less money. */
function worse({ cases }: Report): string {
  const lines = cases
    .filter(({ rival }) => rival !== 's3dex')
    .flatMap((row) => {
      const own = cases.find((it) => it.rival === 's3dex' && it.name === row.name && it.n === row.n);
      if (!own || (own.p50Ms <= row.p50Ms && own.usdPerMillion <= row.usdPerMillion)) return [];
      const question = `${row.name.replaceAll('-', ' ')}, n = ${row.n.toLocaleString('en-US')}`;
      return [
        [
          question,
          NAMES[row.rival],
          ...told(own.p50Ms, row.p50Ms),
          ...told(own.usdPerMillion, row.usdPerMillion),
        ],
      ];
    });
  return markdownTable(['case', 'beside', 's3dex ms', 'rival ms', 's3dex $', 'rival $'], lines);

  function told(own: number, rival: number): string[] {
    return [own > rival ? `**${figure(own)}**` : figure(own), figure(rival)];
  }
}

function parts({ bundles }: Report): string {
  const largest = bundles.flatMap((it) =>
    it.parts
      .slice(0, 8)
      .map((part, i) => [
        i === 0 ? `${it.name}, ${figure(it.bytes)} bytes` : '',
        part.name,
        figure(part.bytes),
      ]),
  );
  return markdownTable(['bundle', 'largest parts', 'bytes'], largest);
}

export function performanceDocument(report: Report): string {
  const { machine, latency } = report;
  return `# How fast it is, and what it takes

Generated from one run, of ${report.date} ([performance.json](performance.json)); do not edit. To run it again and write this page:

    npm run bench -- --json docs/performance.json
    npm run bench -- --performance docs/performance.json

Machine: ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, everything on one machine. S3 is the local endpoint with ${latency.listMs} ms added to every
LIST and ${latency.headMs} ms to every HEAD, DynamoDB is dynalite with ${latency.dynamoMs} ms added to every command, for s3dex and for rivals alike; both run in a
process of their own. Calls and units are exact, counted on the wire; times are this machine's, and only their ratios mean
something elsewhere. \`$ a million\` has the S3 calls, the DynamoDB units and, for s3dex, the HTTP API and Lambda requests;
[cost.md](cost.md) adds the function's time and its logs, and says who pays for what. Telling s3dex and (e) of a write is not in it.

**What the times leave out:** s3dex is asked by calling its handler in this process. The way through the HTTP API to the function, which a
deployment adds to every question (ten milliseconds or more), is in none of its times; the rivals' calls to S3 have theirs. A warm listing
${warmRatio(report)}

## Times, memory and trees

${verdictTable('bar', judgeBars(report))}

Told by every run and enforced by none. Handler times and event rates are CPU time over memory adapters. Starts are medians of ${report.startTimes[0]?.starts ?? 0}, taken in turns, from the start of the
process to the first answer of a bundle (\`/v1/health\`; an empty batch).${memory(report)}

## What waits for what

A round is the calls that are under way together: \`D\` to DynamoDB, \`L\` a LIST, \`H\` a HEAD. A test counts these chains and fails when a round comes
back. "Before" is without reading the bucket's item beside the first reads and without remembered watches; "floor" is what the invariants leave.

${chainsTable()}

## Counts and bytes

\`npm run bench -- --budgets\` checks them in under a minute and fails when one is broken; CI runs it.

${verdictTable('budget', judgeBudgets(report))}

Bytes an entry are of whole items, keys and attribute names included, with ETags of 16 random bytes; 16 is the least there is, 24 the
aim, which directories of 200 entries and more reach. In a tree of small directories the keys, times and totals of each directory's
one item are a good part of it: node_modules has seven entries a directory, and its budget is what was reached, above the bar of 32.
/usr/share is whatever is on the machine.

## Where others are faster or cheaper

Cases in which a rival took less time or less money, the greater figure of s3dex in bold. The listing that a process keeps for itself (d) costs
nothing and answers at once, and is up to a minute out of date. A LIST alone (c) beats a cold s3dex, which must keep what it lists. A single
stat through an HTTP API costs more than a HEAD.

${worse(report)}

## The cases

The rivals stand in bench/rivals, each with where it comes from. They run in their caller's process; (a) to (d) talk to S3 themselves;
(d) answers what was true up to a minute ago; (e) reads strongly, as S3Guard did: eventual reads would halve its read units, to ${unitRatio(report)} times
those of s3dex for a warm listing of 1,000. Listings and stats are taken in turns. In the tree and the zipf case the contestants run one
after another in the same run, in the zipf case with the same steps (the slow ones with the first of them). Of fewer than a hundred samples
the p99 is the slowest one.

${allCases(report)}

## What the functions start with

${parts(report)}

${markdownTable(
  ['bundle', 'start to first answer, ms', 'beside two clients', 'CPU ms', 'beside two clients'],
  report.startTimes.map((it) => [
    it.name,
    figure(it.ms),
    figure(it.ratio),
    figure(it.cpuMs),
    figure(it.cpuRatio),
  ]),
)}

## Handlers by themselves

${markdownTable(
  ['entries listed, warm', 'CPU ms', 'JSON.stringify of the answer, ms', 'times'],
  report.handlerTimes.map((it) => [
    figure(it.entries),
    figure(it.handlerMs),
    figure(it.stringifyMs),
    figure(it.ratio),
  ]),
)}

${sortedTable(report)}${markdownTable(
  ['events', 'a second of one core'],
  report.eventRates.map(({ watched, perSecond }) => [
    watched ? 'below four watched directories' : 'that nobody watches',
    figure(perSecond),
  ]),
)}
`;
}

function sortedTable({ sortedTimes }: Report): string {
  if (!sortedTimes) return '';
  const table = markdownTable(
    ['the 1,000 newest of, warm', 'CPU ms', 'with a glob, CPU ms', 'all pages, CPU ms'],
    sortedTimes.map((it) => [
      figure(it.entries),
      figure(it.sortedMs),
      figure(it.globMs),
      figure(it.allPagesMs),
    ]),
  );
  return `${table}\n\n`;
}

/** Of a warm listing of 1,000: that of a rival, by that of s3dex. */
function warmRatios({ cases }: Report, rival: Row['rival']): { own: Row; other: Row } {
  const of = (who: Row['rival']) =>
    cases.find((it) => it.name === 'warm' && it.n === SMALL && it.rival === who)!;
  return { own: of('s3dex'), other: of(rival) };
}

function warmRatio(report: Report): string {
  const { own, other } = warmRatios(report, 'list-then-head');
  const times = (addedMs: number) => figure(other.p50Ms / (own.p50Ms + addedMs));
  return `of 1,000 objects, ${times(0)} times as fast as (a) here, would be ${times(API_MS)} times as fast with ${API_MS} ms more.`;
}

function unitRatio(report: Report): string {
  const { own, other } = warmRatios(report, 'item-per-object');
  return figure(other.rru / 2 / own.rru);
}

function memory({ memory: found, sortedTimes }: Report): string {
  if (!found) return '';
  return ` Memory is the
process's peak while it reads ${figure(found.pages)} pages cold, the same warm, a stat and the directory's totals${sortedTimes ? ', and sorts of it' : ''}, with the heap of a function of 256 MB
(${HEAP.oldSpaceMb} MB old, ${HEAP.semiSpaceMb} MB semi-space); with nothing said about the heap V8 lets it grow to ${figure(found.unboundedPeakBytes / 1e6)} MB on this machine.`;
}
