/** GET /v1/stats */
import type { StatsAnswer } from '../../../contract/answers.ts';
import { PRICES, PRICES_AS_OF, PRICES_REGION } from '../../../contract/prices.ts';
import { emptyQuery } from '../../../contract/schema.ts';
import type { Call, Counts, HttpDeps, TableSize } from '../call.ts';
import { type Outcome, reported } from '../outcome.ts';
import { readQuery } from '../read.ts';
import { wireTime } from '../time.ts';

export async function stats(call: Call, deps: HttpDeps): Promise<Outcome> {
  const none = readQuery(call.event, emptyQuery);
  if (none.outcome === 'refused') return none;

  // Counts are worth an answer without the table's size.
  const table = await deps.tableSize().catch(() => undefined);
  return reported(JSON.stringify(statsOf(deps.counters(), deps.startedAt, table)));
}

export function statsOf(counts: Counts, startedAt: number, table: TableSize | undefined): StatsAnswer {
  const { s3List = 0, s3Head = 0, plainLists = 0, plainHeads = 0, readUnits = 0, writeUnits = 0 } = counts;
  const { requests = 0, listedObjects = 0 } = counts;
  return {
    since: wireTime(startedAt),
    requests,
    hits: counts.hits ?? 0,
    partial: counts.partials ?? 0,
    misses: counts.misses ?? 0,
    bypassed: counts.bypasses ?? 0,
    stale: counts.staleServed ?? 0,
    failed: counts.failures ?? 0,
    s3: {
      lists: s3List,
      heads: s3Head,
      listsAvoided: plainLists - s3List,
      headsAvoided: plainHeads - s3Head,
    },
    dynamodb: { readUnits, writeUnits },
    dollars: dollarsOf({
      s3List,
      s3Head,
      plainLists,
      plainHeads,
      readUnits,
      writeUnits,
      requests,
      listedObjects,
    }),
    table,
  };
}

type Priced =
  | 's3List'
  | 's3Head'
  | 'plainLists'
  | 'plainHeads'
  | 'readUnits'
  | 'writeUnits'
  | 'requests'
  | 'listedObjects';

function dollarsOf(it: Record<Priced, number>): StatsAnswer['dollars'] {
  const direct = it.plainLists * PRICES.s3List + it.plainHeads * PRICES.s3Head;
  const s3 = it.s3List * PRICES.s3List + it.s3Head * PRICES.s3Head;
  const spent = s3 + it.readUnits * PRICES.readUnit + it.writeUnits * PRICES.writeUnit;
  return {
    region: PRICES_REGION,
    pricesAsOf: PRICES_AS_OF,
    direct: rounded(direct),
    spent: rounded(spent),
    saved: rounded(direct - spent),
    savedWithHeads: rounded(direct - spent + it.listedObjects * PRICES.s3Head),
    front: rounded(it.requests * (PRICES.httpApiRequest + PRICES.lambdaRequest)),
  };
}

/** To a billionth of a dollar: below it lies only the noise of binary fractions. */
function rounded(dollars: number): number {
  return Math.round(dollars * 1e9) / 1e9;
}
