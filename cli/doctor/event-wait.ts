/** Waits for the mark that an event leaves in the index. */
import type { Client, InspectAnswer } from '../../contract/client.ts';
import { type S3Url, s3Url } from '../s3-url.ts';
import type { Session } from '../session.ts';
import { milliseconds } from '../text/quantities.ts';
import { type Finding, finding } from './check.ts';
import { watchDirectory } from './event-watch.ts';
import { inspectIndex } from './inspect-index.ts';

export interface EventsCheck {
  client: Client;
  session: Session;
}

/** The object, as an address and as a name in its directory. */
export interface Place {
  url: S3Url;
  directory: string;
  name: string;
}

/** `isThere`: was the object created, or removed? `after`: the mark of the change is later. */
interface Change {
  isThere: boolean;
  after: number;
}

/** S3's events take seconds, sometimes a minute. */
const SEEN_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;
const WATCH_EVERY_MS = 20_000;

/** `markedAt`: the time of the mark; only if the finding is ok. */
export async function awaitEvent(
  check: EventsCheck,
  place: Place,
  change: Change,
): Promise<{ found: Finding; markedAt: number }> {
  const { world } = check.session;
  const { bucket } = place.url;
  const startedAt = world.now();
  let watchAt = startedAt;
  let isTruncated = false;
  while (world.now() - startedAt < SEEN_WITHIN_MS) {
    if (world.now() >= watchAt) {
      const watched = await watchDirectory(check, place.url, place.directory);
      if (watched.outcome === 'unwatched') return unknown(change, watched.why);
      // Again while the watch lasts, so that it does not end before the event arrives.
      watchAt = world.now() + Math.min(WATCH_EVERY_MS, watched.forMs / 2);
    }
    const inspection = await inspectIndex(check, bucket, place.directory);
    const markedAt = markOf(inspection, place.name);
    if (markedAt > change.after)
      return { markedAt, found: await known(check, place, change, world.now() - startedAt) };
    isTruncated = inspection.truncated;
    await world.wait(LOOK_EVERY_MS, world.signal);
  }
  if (isTruncated)
    return unknown(change, 'the service shows only the beginning of this directory: use a smaller one');
  const what = change.isThere ? 'written' : 'removed';
  const detail = `no event of ${s3Url(bucket, place.url.key)} within ${milliseconds(SEEN_WITHIN_MS)} after it was ${what}: check the bucket's notifications, the queue and its dead letters. EventBridge needs some minutes after it was turned on`;
  return { markedAt: change.after, found: finding(nameOf(change), 'failed', detail) };
}

/** The event has arrived. Does the service also answer accordingly? */
async function known(
  { client, session }: EventsCheck,
  { url }: Place,
  change: Change,
  afterMs: number,
): Promise<Finding> {
  const { found } = await client.stat(url.bucket, url.key, { signal: session.world.signal });
  if (found === change.isThere)
    return finding(nameOf(change), 'ok', `its event was seen after ${milliseconds(afterMs)}`);
  const object = s3Url(url.bucket, url.key);
  return finding(
    nameOf(change),
    'failed',
    `the event arrived, but the service ${found ? 'still finds' : 'does not find'} ${object}`,
  );
}

function unknown(change: Change, why: string): { found: Finding; markedAt: number } {
  return { markedAt: change.after, found: finding(nameOf(change), 'warning', `cannot tell, because ${why}`) };
}

function nameOf({ isThere }: Change): string {
  return isThere ? 'events: a new object' : 'events: a removed object';
}

/** The event of any change of an object sets both times of its mark. */
function markOf({ marks }: InspectAnswer, name: string): number {
  const vanishedAt = marks.find((mark) => mark.name === name)?.vanishedAt;
  return vanishedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(vanishedAt);
}
