/** GET /v1/stats */
import type { StatsAnswer } from '../../../contract/answers/stats.ts';
import { dollarsOf } from '../../../contract/dollars.ts';
import { PRICE_LIST, type PriceList } from '../../../contract/prices.ts';
import { emptyQuery } from '../../../contract/schema.ts';
import type { Counts, HttpDeps, RoutedRequest, TableSize } from '../operation.ts';
import { type Outcome, reported } from '../outcome.ts';
import { parseRequestQuery } from '../parse-request.ts';
import { wireTime } from '../wire-format.ts';

export async function stats(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const none = parseRequestQuery(routed.event, emptyQuery);
  if (none.outcome === 'refused') return none;

  // If the table's size is unknown, the answer still has the counters.
  const table = await deps.tableSize().catch(() => undefined);
  return reported(JSON.stringify(statsOf(deps, table)));
}

type StatsDeps = Pick<HttpDeps, 'counters' | 'startedAt' | 'priceList'>;

export function statsOf(deps: StatsDeps, table: TableSize | undefined): StatsAnswer {
  const counts = deps.counters();
  const { s3List = 0, s3Head = 0, plainLists = 0, plainHeads = 0, readUnits = 0, writeUnits = 0 } = counts;
  return {
    since: wireTime(deps.startedAt),
    requests: counts.requests ?? 0,
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
    dollars: shownDollars(counts, deps.priceList ?? PRICE_LIST),
    table,
  };
}

function shownDollars(counts: Counts, { region, asOf, prices }: PriceList): StatsAnswer['dollars'] {
  const { direct, spent, front, saved, savedWithHeads } = dollarsOf(counts, prices);
  return {
    region,
    pricesAsOf: asOf,
    direct: rounded(direct),
    spent: rounded(spent),
    front: rounded(front),
    saved: rounded(saved),
    savedWithHeads: rounded(savedWithHeads),
  };
}

/** Rounded to a billionth of a dollar, because further digits are only floating-point noise. */
function rounded(dollars: number): number {
  return Math.round(dollars * 1e9) / 1e9;
}
