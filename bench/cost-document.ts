/**
 * docs/cost.md, generated from the cost model. The document does not depend on the machine, so a test compares it
 * with the committed file.
 */
import { LOG_BYTES } from '../contract/dollars.ts';
import { PRICES, PRICES_AS_OF, PRICES_REGION } from '../contract/prices.ts';
import type { ContestantName } from './contestant.ts';
import {
  cheaperBetween,
  eventUsd,
  FULL_BATCH,
  questionUsd,
  REQUEST_MS,
  rivalListing,
  s3dexListing,
  s3dexStat,
  s3dexStatMany,
  usdAtReadsPerChange,
} from './cost-model.ts';
import { markdownTable } from './markdown.ts';
import { callsUsd } from './row.ts';
import { treeCosts } from './tree-cost-document.ts';

const MILLION = 1e6;
const SIZES = [20, 100, 1_000, 10_000];
const RIVALS: [Exclude<ContestantName, 's3dex'>, string][] = [
  ['list-then-head', 'LIST, then HEAD each'],
  ['list-only', 'LIST every time'],
  ['ttl-cache', '60 s cache in the process'],
  ['item-per-object', 'an item per object'],
];

const count = (value: number) => value.toLocaleString('en-US');
const usd = (value: number) =>
  value === 0 ? '0' : `$${value >= 100 ? count(Math.round(value)) : value.toFixed(2)}`;
function priceTable(): string {
  const perMillion: [string, number][] = [
    ['S3 LIST (a page of up to 1,000 names)', PRICES.s3List],
    ['S3 HEAD', PRICES.s3Head],
    ['DynamoDB read unit (4 KB strong; eventual half)', PRICES.readUnit],
    ['DynamoDB write unit (1 KB)', PRICES.writeUnit],
    ['HTTP API request', PRICES.httpApiRequest],
    ['Lambda request', PRICES.lambdaRequest],
    ['Lambda, a gigabyte for a second (arm64)', PRICES.lambdaGbSecond],
    ['SQS request', PRICES.sqsRequest],
    ['CloudWatch, a kilobyte of log', PRICES.logGb / 1e6],
  ];
  return markdownTable(
    ['call', 'dollars a million'],
    perMillion.map(([what, price]) => [what, (price * MILLION).toFixed(price * MILLION < 10 ? 3 : 2)]),
  );
}

function listingTable(state: 'cold' | 'warm'): string {
  return markdownTable(
    ['objects', 's3dex', ...RIVALS.map(([, label]) => label)],
    SIZES.map((n) => [
      count(n),
      usd(questionUsd(s3dexListing(n, state))),
      ...RIVALS.map(([rival]) => usd(questionUsd(rivalListing(rival, n, state)))),
    ]),
  );
}

function partsTable(): string {
  const lines = SIZES.flatMap((n) =>
    (['cold', 'warm', 'after-1-write'] as const).map((state) => {
      const question = s3dexListing(n, state);
      const { s3Lists, s3Heads, rru, wru } = question.calls;
      const calls = callsUsd(question.calls);
      return [
        `${count(n)}, ${state.replaceAll('-', ' ')}`,
        ...[s3Lists, s3Heads, rru, wru, question.requests].map(String),
        usd(calls),
        usd(questionUsd(question) - calls),
      ];
    }),
  );
  return markdownTable(
    [
      'listing',
      'LIST',
      'HEAD',
      'read units',
      'write units',
      'requests',
      'calls and units',
      'API, function, logs',
    ],
    lines,
  );
}

function breakEvenTable(): string {
  const between = (range: ReturnType<typeof cheaperBetween>) => {
    if (range === undefined) return 'never';
    return range.to === undefined
      ? `from ${count(range.from)}`
      : `${count(range.from)} to ${count(range.to)}`;
  };
  return markdownTable(
    ['objects', ...RIVALS.map(([, label]) => label), 'the cache in 10 processes'],
    SIZES.map((n) => [
      count(n),
      ...RIVALS.map(([rival]) => between(cheaperBetween(rival, n))),
      between(cheaperBetween('ttl-cache', n, 10)),
    ]),
  );
}

function dearer(): string {
  const stat = questionUsd(s3dexStat());
  const once = usdAtReadsPerChange('s3dex', 1_000, 1);
  const small = questionUsd(s3dexListing(20, 'warm'));
  const rivalSmall = questionUsd(rivalListing('item-per-object', 20, 'warm'));
  return [
    `- **A single stat.** ${usd(stat)} a million through the HTTP API against ${usd(PRICES.s3Head * MILLION)} for a HEAD: the API's request alone costs more than a HEAD. s3dex pays off for batches, and for listings that replace a HEAD per object.`,
    `- **Directories that are listed less often than they change.** With one listing per change, 1,000 objects cost ${usd(once)} a million; a LIST every time costs ${usd(PRICES.s3List * MILLION)}. The table above shows the break-even points.`,
    `- **One process for which answers may be a minute old.** A cache in this process costs almost nothing for directories that are listed all the time. But its answers may be outdated, and other processes cannot use it.`,
    `- **Small directories in your own table that you write yourself.** An item per object, read without an API, costs ${usd(rivalSmall)} for 20 objects; s3dex costs ${usd(small)}, of which ${usd(small - callsUsd(s3dexListing(20, 'warm').calls))} are the API, the function and the logs.`,
    `- **Many writes in directories that nobody lists.** Events cost ${usd(eventUsd(0))} a million for the queue, the function and its logs, even if no directory above the key is watched (a directory is watched while answers about it are kept), and ${usd(PRICES.writeUnit * MILLION)} more for each watched one: ${usd(eventUsd(1))} with one, ${usd(eventUsd(3))} with three. This is for full batches of ${FULL_BATCH}, which frequent events fill; rare events have a batch each, and the first figure is then ${usd(eventUsd(0, 1))}. In addition, each batch reads whether the directories above its keys are watched, for one read unit (${usd(PRICES.readUnit * MILLION)} a million) per directory.`,
  ].join('\n');
}

export function costDocument(): string {
  return `# What it costs

Generated by \`npm run bench -- --cost\` from the cost model (\`bench/cost-model.ts\`); do not edit. The units are computed from the items that
s3dex really writes. \`npm run bench -- --budgets\` counts the calls of the cases with 1,000 objects, and fails if model and count differ. A test compares
the other sizes with the run in [performance.md](performance.md).
Prices are those of ${PRICES_REGION} as of ${PRICES_AS_OF} (\`contract/prices.ts\`), before free tiers and discounts.

${priceTable()}

s3dex is a service. So the price of each request includes the HTTP API, the Lambda request, the time of a function of
1 GB (${REQUEST_MS.warm} ms warm, ${REQUEST_MS.cold} ms cold, ${REQUEST_MS.looked} ms more to ask S3 about a changed name: medians of [performance.md](performance.md), with simulated
latencies of S3 and DynamoDB) and its logs: ${LOG_BYTES.request} bytes of the API's access log, and a line of ${LOG_BYTES.metrics} bytes of metrics, which ten warm answers share. The alternatives (called *rivals* in the bench) are libraries in the process of their caller, so their prices include none of these. A rival behind an
API would have the same additional cost. Storage, and data transfer out of the Region, are not included for s3dex or any rival. The first lines of each file in \`bench/rivals\` describe the rival and where it is used.

## A million listings

Cold: nobody has listed the directory before, or the life of the answer (an hour) is over.

${listingTable('cold')}

Warm: the directory was listed before, and nothing has changed.

${listingTable('warm')}

The parts of s3dex's cost:

${partsTable()}

A stat of one object in a listed directory takes 1.5 read units and costs ${usd(questionUsd(s3dexStat()))} a million, everything included. 1,000 stats in one
request read the same as a warm listing but take longer: ${usd(questionUsd(s3dexStatMany()))}, compared with ${usd(1_000 * PRICES.s3Head * MILLION)} for 1,000 HEADs.

These figures do not include that each busy instance reads the bucket's item once a second, for one read unit, or ${usd(3_600 * 24 * 30 * PRICES.readUnit)} a month for an instance that is
never idle. A deployment also has fixed costs (metrics, alarms, polling of idle queues): [deploy.md](deploy.md#what-it-costs) has the costs of a month.

${treeCosts()}

## Cost against reads per change

![A million listings of 1,000 objects against how often they are read between two changes](cost.svg)

In this case, one object of a directory is written every hour. In each hour s3dex lists the directory once in S3, processes one event (alone in its batch), and asks S3 once about
the changed name. Every other listing is warm. The table shows how many listings between two changes are necessary so that s3dex costs less:

${breakEvenTable()}

## Where s3dex costs more

${dearer()}
`;
}
