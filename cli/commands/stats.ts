/** `s3dex stats`: the counters of one instance, and the cost of its answers. */
import type { Command } from 'commander';
import type { StatsAnswer } from '../../contract/client.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Run, Session } from '../session.ts';
import { columns } from '../text/columns.ts';
import { humanSize } from '../text/human-size.ts';
import { localTime } from '../text/ls-line.ts';
import { count, dollars, duration } from '../text/quantities.ts';

export function addStats(program: Command, run: Run): void {
  const command = program
    .command('stats')
    .summary('show the counters of an instance and what it saved')
    .description(
      'Show the counters of the instance that answers this request, since its start: requests and hits, S3 calls made and avoided, dollars. The ' +
        "deployment's dashboard shows the sums over all instances.",
    )
    .helpOption('-h, --help', 'print help')
    .action(() => run(command, stats));
  addExamples(command, [['what was saved so far', 's3dex stats']]);
}

async function stats(session: Session): Promise<ExitCode> {
  const client = await session.client();
  const { freshness: _, ...counted } = await client.stats({ signal: session.world.signal });
  if (session.options.json) await session.json(counted);
  else {
    const { columns: width } = session.world.out;
    await session.printAll(columns(rows(counted, session.world.now()), ['left', 'right'], width));
  }
  return EXIT.ok;
}

function rows(counted: StatsAnswer, now: number): string[][] {
  const { requests, hits, s3, dynamodb, dollars: money, table } = counted;
  const share = requests === 0 ? '' : `${Math.round((hits / requests) * 100)} %`;
  return [
    ['running for', duration((now - Date.parse(counted.since)) / 1000), `since ${localTime(counted.since)}`],
    ['requests', count(requests)],
    ['  hits', count(hits), share],
    ['  partly from the index', count(counted.partial)],
    ['  misses', count(counted.misses)],
    ['  index not used', count(counted.bypassed)],
    ['  stale, because S3 failed', count(counted.stale)],
    ['  not answered', count(counted.failed)],
    ['LISTs', count(s3.lists), `${count(s3.listsAvoided)} avoided`],
    ['HEADs', count(s3.heads), `${count(s3.headsAvoided)} avoided`],
    ['read units', count(dynamodb.readUnits)],
    ['write units', count(dynamodb.writeUnits)],
    ['straight from S3', dollars(money.direct), `${money.region}, prices of ${money.pricesAsOf}`],
    ['spent', dollars(money.spent), `including ${dollars(money.front)} for API Gateway, Lambda and logs`],
    [
      'saved',
      dollars(money.saved),
      `${dollars(money.savedWithHeads)} against a LIST and a HEAD for each object`,
    ],
    ...(table === undefined
      ? []
      : [
          [
            'table',
            `${count(table.items)} items`,
            `${humanSize(table.bytes)}, as last counted by DynamoDB (about every 6 hours)`,
          ],
        ]),
  ];
}
