/**
 * Do events arrive? Puts and deletes a small object, and waits until the index holds a mark of each change. Whether
 * the service knows of a change would prove nothing: it may have asked S3 itself. No other check writes to the bucket.
 */
import type { S3Url } from '../s3-url.ts';
import { s3Url } from '../s3-url.ts';
import { Unfinished } from '../unfinished.ts';
import { type Finding, finding } from './check.ts';
import { awaitEvent, type EventsCheck } from './event-wait.ts';
import { watchDirectory } from './event-watch.ts';
import { mayHaveWritten } from './may-have-written.ts';
import { s3Problem } from './s3-problem.ts';
import { failure } from './service-checks.ts';

/** Writes to the bucket through S3, not through the service. */
export interface ObjectWriter {
  put(url: S3Url, body: string): Promise<void>;
  remove(url: S3Url): Promise<void>;
}

const BODY = 'written by s3dex doctor, to see its event arrive\n';
/** The mark of the removal must be later than that of the creation, also by another clock. */
const CHANGES_APART_MS = 1_000;

/** `id`: makes the name of the object unique. */
export async function checkEvents(
  check: EventsCheck,
  writer: ObjectWriter,
  { bucket, key: directory }: S3Url,
  id: string,
): Promise<Finding[]> {
  const { session } = check;
  const name = `.s3dex-doctor-${id}`;
  const url = { bucket, key: directory + name };
  try {
    const watched = await watchDirectory(check, url, directory);
    if (watched.outcome === 'unwatched')
      return [finding('events', 'warning', `cannot tell, because ${watched.why}`)];
  } catch (error) {
    return [failure('events', error, session)];
  }
  const written = await write(writer, url);
  if (written.length > 0) return written;
  const findings: Finding[] = [];
  let isThere = true;
  try {
    const place = { url, directory, name };
    const created = await awaitEvent(check, place, { isThere: true, after: Number.NEGATIVE_INFINITY });
    findings.push(created.found);
    if (created.found.verdict === 'ok') {
      await session.world.wait(CHANGES_APART_MS, session.world.signal);
      isThere = false;
      findings.push(...(await remove(writer, url)));
      if (findings.every(({ verdict }) => verdict === 'ok'))
        findings.push((await awaitEvent(check, place, { isThere: false, after: created.markedAt })).found);
    }
  } catch (error) {
    if (session.world.signal.aborted) {
      const left = isThere ? await remove(writer, url) : [];
      throw left.length > 0
        ? new Unfinished(
            error,
            left.map(({ detail }) => detail),
          )
        : error;
    }
    findings.push(failure('events', error, session));
  }
  return isThere ? [...findings, ...(await remove(writer, url))] : findings;
}

/** Returns findings only if something went wrong. */
async function write(writer: ObjectWriter, url: S3Url): Promise<Finding[]> {
  try {
    await writer.put(url, BODY);
    return [];
  } catch (error) {
    const needed = { permission: 's3:PutObject', resource: s3Url(url.bucket, url.key) };
    const found = finding('events: write', 'failed', s3Problem(error, needed));
    return mayHaveWritten(error) ? [found, ...(await remove(writer, url, 'may have been left'))] : [found];
  }
}

/** Returns findings only if the object may be left. `what`: what has become of the object then. */
async function remove(writer: ObjectWriter, url: S3Url, what = 'was not removed'): Promise<Finding[]> {
  try {
    await writer.remove(url);
    return [];
  } catch (error) {
    const object = s3Url(url.bucket, url.key);
    const why = s3Problem(error, { permission: 's3:DeleteObject', resource: object });
    return [finding('events: remove', 'failed', `${object} ${what}: ${why}. Delete it`)];
  }
}
