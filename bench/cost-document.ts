/** docs/cost.md, from the cost model. The same on every machine: a test holds the committed one against it. */
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
    `- **A single stat.** ${usd(stat)} a million through the HTTP API against ${usd(PRICES.s3Head * MILLION)} for a HEAD: the API's request alone costs more than a HEAD. Batches, and listings that bring the metadata along, are what s3dex is for.`,
    `- **Directories that are listed less often than they change.** At one listing a change, 1,000 objects cost ${usd(once)} a million; a LIST every time costs ${usd(PRICES.s3List * MILLION)}. The table above says from where on it turns.`,
    `- **One process that may answer what was true a minute ago.** A cache in that process costs next to nothing for what is listed all the time. What it cannot do is answer truly, or share what it knows with another process.`,
    `- **Small directories in a table one owns and writes oneself.** An item per object, read without an API, costs ${usd(rivalSmall)} for 20 objects; s3dex costs ${usd(small)}, ${usd(small - callsUsd(s3dexListing(20, 'warm').calls))} of it the API, the function and the logs.`,
    `- **Many writes that nobody looks at.** Each event costs ${usd(eventUsd(0))} a million for the queue, the function and its logs even where no directory is watched, and ${usd(PRICES.writeUnit * MILLION)} more for each directory that is: ${usd(eventUsd(1))} with one, ${usd(eventUsd(3))} with three. That is in full batches of ${FULL_BATCH}, as many events make them; where few come each is a batch by itself, and the first figure is ${usd(eventUsd(0, 1))}. Whether a directory is watched has to be read, a read unit (${usd(PRICES.readUnit * MILLION)}) for each directory above the key; events that come in one batch share it.`,
  ].join('\n');
}

export function costDocument(): string {
  return `# What it costs

Generated by \`npm run bench -- --cost\` from the cost model (\`bench/cost-model.ts\`); do not edit. Units are those of the items that
are really written. \`npm run bench -- --budgets\` counts the cases of 1,000 objects on the wire and fails when model and count part; a test holds
the other sizes against the run that [performance.md](performance.md) is of.
Prices are those of ${PRICES_REGION} as of ${PRICES_AS_OF} (\`contract/prices.ts\`), before free tiers and discounts.

${priceTable()}

Who pays for what: s3dex is a service, so its questions carry the HTTP API request, the Lambda request, the time of a function of
1 GB (${REQUEST_MS.warm} ms warm, ${REQUEST_MS.cold} ms cold, ${REQUEST_MS.looked} ms more to look at a written name: medians of [performance.md](performance.md), whose S3 and DynamoDB have
made-up latencies) and ${(LOG_BYTES.request / 1_000).toFixed(1)} KB of logs. The rivals are counted without any of these, as libraries in their caller's process. A rival behind an
API of its own would pay the same on top. Not counted for anybody: storage, and bytes sent out of the region. Each rival, and where it is found in the wild, is described at the head of its file in
\`bench/rivals\`.

## A million listings

Cold: nobody has listed the directory, or its life (an hour) is over.

${listingTable('cold')}

Warm: it was listed, and nothing changed.

${listingTable('warm')}

What s3dex's part is made of:

${partsTable()}

A stat of one object in a listed directory is 1.5 read units, ${usd(questionUsd(s3dexStat()))} a million with all of that; 1,000 of them in one
request read what a warm listing reads and take longer, ${usd(questionUsd(s3dexStatMany()))}, against ${usd(1_000 * PRICES.s3Head * MILLION)} for 1,000 HEADs.

The bucket's one item comes on top: one read unit a second and instance while there are questions, ${usd(3_600 * 24 * 30 * PRICES.readUnit)} a month for an instance that is
never idle. So does what a deployment costs by standing there (metrics, alarms, an idle queue's polling): [deploy.md](deploy.md) counts a month.

## Cost against reads per change

![A million listings of 1,000 objects against how often they are read between two changes](cost.svg)

A directory that one object is written to every hour. s3dex lists it again each hour, takes the event (alone in its batch), and looks
at the written name once; every other listing is warm. s3dex costs less at so many listings between two changes:

${breakEvenTable()}

## Where s3dex is dearer

${dearer()}
`;
}
