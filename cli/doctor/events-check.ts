/**
 * Do events arrive? Puts and deletes a small object; the service must show each change without asking S3 first. No
 * other check writes to the bucket.
 */
import type { Client } from '../../contract/client.ts';
import type { S3Url } from '../s3-url.ts';
import { s3Url } from '../s3-url.ts';
import type { Session } from '../session.ts';
import { milliseconds } from '../text/quantities.ts';
import { type Finding, finding } from './check.ts';
import { failure } from './service-checks.ts';

/** Writes to the bucket through S3, not through the service. */
export interface ObjectWriter {
  put(url: S3Url, body: string): Promise<void>;
  remove(url: S3Url): Promise<void>;
}

/** S3's events take seconds, sometimes a minute. */
const SEEN_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;

export async function checkEvents(
  client: Client,
  writer: ObjectWriter,
  { bucket, key: directory }: S3Url,
  id: string,
  session: Session,
): Promise<Finding[]> {
  const url = { bucket, key: `${directory}.s3dex-doctor-${id}` };
  const { signal } = session.world;
  try {
    // After this list the directory is watched (events are recorded), and the index says that the object does not
    // exist.
    await client.list(bucket, directory, { signal });
    await client.stat(bucket, url.key, { signal });
    await writer.put(url, 'written by s3dex doctor, to see its event arrive\n');
  } catch (error) {
    return [failure('events: write', error, session)];
  }
  try {
    const appeared = await seen(client, url, true, session);
    return [
      appeared,
      ...(appeared.verdict === 'ok' ? [await removeAndSee(client, writer, url, session)] : []),
    ];
  } catch (error) {
    return [failure('events', error, session)];
  } finally {
    await writer.remove(url);
  }
}

async function removeAndSee(
  client: Client,
  writer: ObjectWriter,
  url: S3Url,
  session: Session,
): Promise<Finding> {
  await writer.remove(url);
  return seen(client, url, false, session);
}

async function seen(client: Client, url: S3Url, there: boolean, session: Session): Promise<Finding> {
  const check = there ? 'events: a new object' : 'events: a removed object';
  const { world } = session;
  const startedAt = world.now();
  while (world.now() - startedAt < SEEN_WITHIN_MS) {
    const { found } = await client.stat(url.bucket, url.key, { signal: world.signal });
    if (found === there) return finding(check, 'ok', `seen after ${milliseconds(world.now() - startedAt)}`);
    await world.wait(LOOK_EVERY_MS, world.signal);
  }
  return finding(
    check,
    'failed',
    `${s3Url(url.bucket, url.key)} ${there ? 'did not appear' : 'was still found'} ${milliseconds(SEEN_WITHIN_MS)} after it was ${there ? 'written' : 'removed'}: check the bucket's notifications, the queue and its dead letters`,
  );
}
