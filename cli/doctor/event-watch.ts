/**
 * Makes the service record the events of a directory. It does so only for directories of which it has stored answers,
 * and only for as long as these may be used.
 */
import type { InspectAnswer } from '../../contract/client.ts';
import type { S3Url } from '../s3-url.ts';
import type { EventsCheck } from './event-wait.ts';

export type Watched = { outcome: 'watched'; forMs: number } | { outcome: 'unwatched'; why: string };

/** Asks S3 through the service, which stores both answers. */
export async function watchDirectory(
  { client, session }: EventsCheck,
  { bucket, key }: S3Url,
  directory: string,
): Promise<Watched> {
  const ask = { noCache: true, signal: session.world.signal };
  const { freshness } = await client.list(bucket, directory, ask);
  await client.stat(bucket, key, ask);
  const forMs = watchedForMs(await client.inspect(bucket, directory, { signal: session.world.signal }));
  if (forMs > 0) return { outcome: 'watched', forMs };
  const detail = freshness.cacheStatus?.detail;
  const reason = detail === undefined ? '' : ` (${detail})`;
  return {
    outcome: 'unwatched',
    why: `the service does not record events of this directory, because it stores no answers about it${reason}`,
  };
}

/** How much longer than the newest answer the watch lasts. Both times are by the clock of the service. */
function watchedForMs({ head, chunks, records }: InspectAnswer): number {
  const newest = Math.max(...[...chunks, ...records].map(({ observedAt }) => Date.parse(observedAt)));
  return head?.watchedUntil === undefined ? 0 : Date.parse(head.watchedUntil) - newest;
}
