/**
 * 99% reads and 1% writes over 10,000 directories of 20 objects, some far more popular than others, for a bounded
 * number of steps.
 */
import { BUCKET, type Contestant, type ContestantName } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import { difference, type Meter } from '../meter.ts';
import { callsUsd, type Row, rowOf, type Sample } from '../row.ts';
import { seeded } from '../seeded.ts';
import type { Servers } from '../servers/start.ts';
import { EVENT_DELIVERY_USD } from '../write-cost.ts';

const DIRECTORIES = 10_000;
const OBJECTS = 20;
const READERS = 10;
const WRITE_SHARE = 0.01;
/** The share of the steps that slow rivals take; for them all reads are alike. */
const STEP_SHARES: Partial<Record<ContestantName, number>> = {
  'list-then-head': 0.02,
  'list-then-head-16': 0.1,
};

export async function zipfCase(
  servers: Servers,
  contestants: readonly Contestant[],
  steps: number,
): Promise<Row[]> {
  const prefixOf = (rank: number) => `zipf/${rank}/`;
  await servers.fill(
    Array.from({ length: DIRECTORIES }, (_, rank) => ({
      bucket: BUCKET,
      prefix: prefixOf(rank),
      count: OBJECTS,
    })),
  );
  const cumulative = zipf(DIRECTORIES);
  const rows: Row[] = [];
  for (const contestant of contestants) {
    const share = STEP_SHARES[contestant.name] ?? 1;
    const random = seeded(7);
    const events = (contestant as { onEvents?: Meter }).onEvents;
    const eventsBefore = events?.calls;
    const before = contestant.counts;
    const times: number[] = [];
    let writes = 0;
    let left = Math.round(steps * share);
    const reader = async () => {
      while (left-- > 0) {
        const prefix = prefixOf(rankOf(cumulative, random.next()));
        if (random.next() < WRITE_SHARE) {
          const key = prefix + nameOf(random.below(OBJECTS));
          await servers.put(BUCKET, [key]);
          await contestant.wrote([key]);
          writes++;
          continue;
        }
        const from = performance.now();
        await contestant.list(prefix);
        times.push(performance.now() - from);
      }
    };
    await Promise.all(Array.from({ length: READERS }, reader));
    const after = contestant.counts;
    const calls = difference(after, before);
    const counts = { ...calls, requests: after.requests - before.requests };
    const each = Object.fromEntries(
      Object.entries(counts).map(([name, count]) => [name, count / times.length]),
    ) as unknown as Sample['counts'];
    const samples = times.map((ms): Sample => ({ ms, counts: each }));
    const onWrites =
      events && eventsBefore && callsUsd(difference(events.calls, eventsBefore)) / Math.max(1, writes);
    const note = share < 1 ? `${Math.round(steps * share)} of ${steps} steps` : undefined;
    rows.push(
      rowOf(
        {
          name: 'zipf',
          rival: contestant.name,
          n: DIRECTORIES,
          note,
          ...(contestant.name === 'ttl-cache' && { note: 'answers up to a minute old' }),
          usdPerMillionWrites: onWrites === undefined ? 0 : onWrites + EVENT_DELIVERY_USD,
        },
        samples,
      ),
    );
  }
  return rows;
}

/** Cumulative shares of ranks 0.., with weight 1 / (r + 1) for rank r. */
function zipf(count: number): Float64Array {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1);
    cumulative[rank] = sum;
  }
  return cumulative.map((each) => each / sum);
}

function rankOf(cumulative: Float64Array, share: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! < share) low = middle + 1;
    else high = middle;
  }
  return low;
}
