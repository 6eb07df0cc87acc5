/** docs/performance.md, generated from one report. */
import { judgeBars } from './bars.ts';
import { judgeBudgets } from './budgets.ts';
import { HEAP } from './bundles/memory.ts';
import { SMALL } from './cases/million.ts';
import { CHAINS } from './chains.ts';
import { figure, markdownTable } from './markdown.ts';
import type { Report } from './report.ts';
import type { Row } from './row.ts';
import type { Verdict } from './verdict.ts';

/** An assumption, not measured: the time that an HTTP API adds to a request. */
const API_MS = 10;

/** Names of s3dex and its rivals in the document. */
const NAMES: Record<Row['rival'], string> = {
  s3dex: '**s3dex**',
  'list-then-head': '(a) LIST, then HEAD each',
  'list-then-head-16': '(b) the same, 16 at once',
  'list-only': '(c) LIST every time',
  'ttl-cache': '(d) 60 s cache in the process',
  'item-per-object': '(e) an item per object',
  'one-chain': 'one chain of LISTs',
  'parallel-16': 'parallel lister, 16 at once',
  'rclone-size': '`rclone size`',
  'rclone-size-fast-list': '`rclone size --fast-list`',
  'aws-s3-ls': '`aws s3 ls --recursive --summarize`',
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
    ['question', 'before', 'now', 'minimum'],
    CHAINS.map(({ question, before, now, floor }) => [question, before, now, floor]),
  );
}

function allCases({ cases }: Pick<Report, 'cases'>): string {
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

/** The bars that are missed for a known reason, with that reason. */
function missedBars(report: Report): string {
  return judgeBars(report)
    .filter(({ holds, why }) => !holds && why)
    .map(({ what, why }) => `- *${what}*: ${why}`)
    .join('\n');
}

/** Every case in which a rival needed less time or money. */
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
  return markdownTable(['case', 'compared with', 's3dex ms', 'rival ms', 's3dex $', 'rival $'], lines);

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
  return (
    introduction(report) +
    timesAndTrees(report) +
    countsAndBytes(report) +
    comparison(report) +
    functions(report)
  );
}

function introduction(report: Report): string {
  const { machine, latency } = report;
  return `# How fast it is, and what it uses

Generated from one run on ${report.date} ([performance.json](performance.json)); do not edit. To run it again and generate this page:

    npm run bench -- --json docs/performance.json
    npm run bench -- --performance docs/performance.json

Machine: ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, everything on one machine. S3 is the local endpoint with ${latency.listMs} ms added to every
LIST and ${latency.headMs} ms to every HEAD, DynamoDB is dynalite with ${latency.dynamoMs} ms added to every command, for s3dex and for the alternatives (*rivals*). S3 and DynamoDB run in a
separate process. Calls and units are exact counts of what was sent. Times are those of this machine, and only their ratios are
meaningful elsewhere. \`$ a million\` contains the S3 calls, the DynamoDB units and, for s3dex, the HTTP API and Lambda requests;
[cost.md](cost.md) adds the function's time and its logs. The processing of events (s3dex) and of writes (rival e) is not included.
RRU and WRU are read and write units of DynamoDB, n is the number of objects.

The rivals: (a) a LIST, then a HEAD for each object; (b) the same, with 16 HEADs at a time; (c) a LIST every time; (d) a cache of 60 s in the process; (e) an item per object in DynamoDB.

**Not included in the times:** the bench calls s3dex's handler in its own process. A
deployment adds the HTTP API to every request (ten milliseconds or more), while the rivals' times contain their calls to S3. A warm listing
${warmRatio(report)} Before the cases, s3dex and each rival answer some requests that are not measured (bench/warm-up.ts), because the first ten or so
requests of a process take up to twice the CPU time, until V8 has compiled the code.

`;
}

function timesAndTrees(report: Report): string {
  return `## Times, memory and trees

${verdictTable('target', judgeBars(report))}

${missedBars(report)}

Every run reports these values, but no run fails because of them. Handler times and event rates are CPU time with adapters in memory. Start times are medians of ${report.startTimes[0]?.starts ?? 0} starts, alternating between the bundles, from the start of the
process to the first answer (\`/v1/health\`; an empty batch).${memory(report)}

`;
}

function countsAndBytes(report: Report): string {
  return `## Rounds of calls

A round is a group of calls that are sent in parallel: \`D\` to DynamoDB, \`L\` a LIST, \`H\` a HEAD. A test (\`test/unit/bench/chains.test.ts\`) counts the rounds of each request, and fails if there
is one round more. "Before" is an earlier version, which read the bucket's item first and did not cache watches. "Minimum" is the smallest number that the invariants allow.

${chainsTable()}

## Counts and bytes

\`npm run bench -- --budgets\` checks these budgets in less than a minute, and fails if one is exceeded. CI runs it.

${verdictTable('budget', judgeBudgets(report))}

*Bytes an entry* are those of whole items, including keys and attribute names. The ETags are 16 random bytes each, so 16 is the minimum. The target is 32 for a tree, and 24 for
directories of 200 and more entries. In a tree of small directories, the keys, times and totals of each directory's
single item are a large part: node_modules has about eight entries per directory and misses the target. Its budget of 42 only prevents that it becomes worse.
/usr/share is the folder of the machine that ran the bench.

`;
}

function comparison(report: Report): string {
  return `## Where others are faster or cheaper

The table has the cases in which a rival needed less time or money; the higher figure of s3dex is in bold. A listing that a process caches for itself (d) costs
nothing and needs no time, but may be outdated by a minute. A LIST alone (c) is faster and cheaper than a cold request to s3dex, which must also store the result. A single
stat through an HTTP API costs more than a HEAD.

${worse(report)}

## The cases

The rivals are in bench/rivals, each with its origin. They run in their caller's process. (a) to (d) call S3 directly;
the answers of (d) may be a minute old; (e) uses strongly consistent reads, as S3Guard did: eventually consistent reads would halve its read units, to ${unitRatio(report)} times
those of s3dex for a warm listing of 1,000. In listings and stats, s3dex and the rivals alternate. *tree*: ten readers browse a tree of 1,110 directories with 20 objects in each of the lowest ones. *zipf*: 99 % reads and 1 % writes in 10,000 directories of 20 objects, of which some are far more popular than others. *stampede*: 50 cold readers of one directory on 10 instances. In the cases *tree* and *zipf* they run one
after another in the same run; in *zipf* all run the same steps, but slow rivals run only the first of these. If there are fewer than a hundred samples,
the p99 is the slowest sample.

${allCases(report)}

${trees(report)}`;
}

function functions(report: Report): string {
  return `## Bundles and start of the functions

${parts(report)}

${markdownTable(
  ['bundle', 'start to first answer, ms', 'times two clients', 'CPU ms', 'times two clients'],
  report.startTimes.map((it) => [
    it.name,
    figure(it.ms),
    figure(it.ratio),
    figure(it.cpuMs),
    figure(it.cpuRatio),
  ]),
)}

## Handlers only

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
    watched ? 'below four watched directories' : 'below no watched directory',
    figure(perSecond),
  ]),
)}
`;
}

function trees({ trees: found }: Report): string {
  if (!found) return '';
  const { date, cases, fillRates } = found;
  const rates = markdownTable(
    ['memory of the function, MB', 'keys a second', 'CPU ms for 1,000 keys'],
    fillRates.map((it) => [
      figure(it.memoryMb),
      figure(Math.round(it.keysPerSecond)),
      figure(it.cpuMsPerThousand),
    ]),
  );
  return `## Recursive listings and usage

Measured on ${date}. *Usage* is the number and the size of all objects below a prefix: 1,000,000 objects in 10,000 directories. The rivals are in bench/rivals/tree. They store nothing, so each
of their requests takes the time that is shown as cold. The times of s3dex include all its LISTs and writes. The programs rclone and aws run in processes of their own; their times include the start.

${allCases({ cases })}

This table shows how many keys a second one request lists if it finds nothing in the index. The memory of a function decides its share of a processor (a whole one at 1,769 MB). The process was stopped
whenever it had used its share. S3 and DynamoDB ran on the same machine.

${rates}

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

/** The rows of s3dex and of a rival for a warm listing of 1,000 objects. */
function warmRatios({ cases }: Report, rival: Row['rival']): { own: Row; other: Row } {
  const of = (who: Row['rival']) =>
    cases.find((it) => it.name === 'warm' && it.n === SMALL && it.rival === who)!;
  return { own: of('s3dex'), other: of(rival) };
}

function warmRatio(report: Report): string {
  const { own, other } = warmRatios(report, 'list-then-head');
  const times = (addedMs: number) => figure(other.p50Ms / (own.p50Ms + addedMs));
  return `of 1,000 objects is ${times(0)} times as fast as (a) here. With ${API_MS} ms more, it would be ${times(API_MS)} times as fast.`;
}

function unitRatio(report: Report): string {
  const { own, other } = warmRatios(report, 'item-per-object');
  return figure(other.rru / 2 / own.rru);
}

function memory({ memory: found, sortedTimes }: Report): string {
  if (!found) return '';
  return ` Memory is the
process's peak while it reads ${figure(found.pages)} pages cold, the same pages warm, a stat and the directory's totals${sortedTimes ? ', and while it sorts' : ''}, with the heap of a function of 256 MB
(${HEAP.oldSpaceMb} MB old, ${HEAP.semiSpaceMb} MB semi-space). Without limits, V8 lets it grow to ${figure(found.unboundedPeakBytes / 1e6)} MB on this machine.`;
}
