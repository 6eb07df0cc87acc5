/**
 * I1, watch before look: the watch is read or extended before the S3 request is sent, and what is then observed ends with
 * the watch that stood, however long the request or the write took.
 */

import type { DirectoryHead } from '../model/directory-head.ts';
import { longestLifeMs, watchLengthMs } from '../model/life.ts';
import type { Directory } from '../model/names.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';

/** A watch with less than this share of a life left is extended. */
const REUSE_SHARE = 0.5;

export interface Watch {
  until: number;
  misses: number;
}

export function watchTimes(
  bucket: ServedBucket,
  now: number,
): { until: number; atLeast: number; now: number } {
  return { until: now + watchLengthMs(bucket), atLeast: now + longestLifeMs(bucket), now };
}

/** Where no events come there is nothing to watch for: such an observation ends by its life alone. */
export function watchOf(bucket: ServedBucket, head: DirectoryHead | undefined, now: number): Watch {
  const until = bucket.events === 'none' ? now + watchLengthMs(bucket) : (head?.watchedUntil ?? 0);
  return { until, misses: head?.misses ?? 0 };
}

/** For looking again: the watch usually still stands, and reading it is cheaper than writing. Undefined: the index failed. */
export async function ensureWatch(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
): Promise<Watch | undefined> {
  const { bucket } = context;
  const now = engine.clock.now();
  if (bucket.events === 'none') return watchOf(bucket, undefined, now);
  return context.index(async () => {
    const head = await engine.table.readHead(directory);
    const enough = now + longestLifeMs(bucket) * REUSE_SHARE;
    if (head && head.watchedUntil >= enough) return watchOf(bucket, head, now);
    return watchOf(bucket, await engine.table.extendWatch(directory, watchTimes(bucket, now)), now);
  });
}

/** For the first look at a name or a range. With `countMiss` the head counts one stat miss (rent or buy). */
export async function beginWatch(
  engine: Engine,
  context: ReadContext,
  directory: Directory,
  countMiss: boolean,
): Promise<Watch | undefined> {
  const { bucket } = context;
  const now = engine.clock.now();
  if (bucket.events === 'none' && !countMiss) return watchOf(bucket, undefined, now);
  return context.index(async () =>
    watchOf(
      bucket,
      await engine.table.extendWatch(directory, { ...watchTimes(bucket, now), countMiss }),
      now,
    ),
  );
}
