/**
 * Makes the service record the events of a directory. It does so only for directories of which it has stored answers,
 * and only for as long as these may be used.
 */
import type { InspectAnswer } from '../../contract/client.ts';
import type { S3Url } from '../s3-url.ts';
import type { EventsCheck } from './event-wait.ts';
import { inspectIndex } from './inspect-index.ts';

export type Watched = { outcome: 'watched'; forMs: number } | { outcome: 'unwatched'; why: string };

/** Asks S3 through the service, which stores both answers. */
export async function watchDirectory(
  check: EventsCheck,
  { bucket, key }: S3Url,
  directory: string,
): Promise<Watched> {
  const { client, session } = check;
  const ask = { noCache: true, signal: session.world.signal };
  const { freshness } = await client.list(bucket, directory, ask);
  await client.stat(bucket, key, ask);
  const forMs = watchedForMs(await inspectIndex(check, bucket, directory));
  if (forMs > 0) return { outcome: 'watched', forMs };
  const detail = freshness.cacheStatus?.detail;
  const reason = detail === undefined ? '' : ` (${detail})`;
  return {
    outcome: 'unwatched',
    why: `the service does not record events of this directory, because it stores no answers about it${reason}`,
  };
}

/** How much longer the watch lasts, by the clock of the service. Zero if the index shows no answers. */
function watchedForMs({ head, chunks, records }: InspectAnswer): number {
  const [stored] = [...chunks, ...records];
  if (stored === undefined || head?.watchedUntil === undefined) return 0;
  const now = Date.parse(stored.observedAt) + stored.ageSeconds * 1_000;
  return Math.max(0, Date.parse(head.watchedUntil) - now);
}
