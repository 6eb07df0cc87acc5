/**
 * Checks one bucket: are its settings sensible, can the service read it, does the index answer? The service stores
 * nothing that it reads for these checks.
 */
import type { BucketsAnswer, Client } from '../../contract/client.ts';
import type { Session } from '../session.ts';
import { duration } from '../text/quantities.ts';
import { type Finding, finding } from './check.ts';
import { inspectIndex, NeedsOperator } from './inspect-index.ts';
import { failure } from './service-checks.ts';

/**
 * A floor that lies further in the future is the lock of `s3dex empty-index`. This machine's clock may differ from the
 * service's by minutes.
 */
const LOCKED_BEYOND_MS = 10 * 60_000;

export type Bucket = BucketsAnswer['buckets'][number];

export async function checkBucket(client: Client, bucket: Bucket, session: Session): Promise<Finding[]> {
  return [
    checkSettings(bucket),
    await checkRead(client, bucket, session),
    await checkIndex(client, bucket, session),
  ];
}

export function checkSettings({ name, events, listTtlSeconds, statTtlSeconds }: Bucket): Finding {
  const check = `${name}: settings`;
  const lives = `listings are used for up to ${duration(listTtlSeconds)}, stats for up to ${duration(statTtlSeconds)}`;
  if (listTtlSeconds === 0 && statTtlSeconds === 0) {
    return finding(
      check,
      'warning',
      'every answer comes from S3, because listTtlSeconds and statTtlSeconds are 0',
    );
  }
  return events === 'none'
    ? finding(
        check,
        'warning',
        `no events: a change is visible only after the stored answer has expired (${lives})`,
      )
    : finding(check, 'ok', `events from ${events}, ${lives}`);
}

async function checkRead(client: Client, bucket: Bucket, session: Session): Promise<Finding> {
  const check = `${bucket.name}: read`;
  const prefix = bucket.prefixes?.[0] ?? '';
  try {
    const ask = { limit: 1, noCache: true, noStore: true, signal: session.world.signal };
    const { freshness } = await client.list(bucket.name, prefix, ask);
    if (freshness.cacheStatus?.fwd === 'bypass') {
      return finding(
        check,
        'failed',
        'S3 answers, but the index does not: check the table and its throttling',
      );
    }
    return finding(
      check,
      'ok',
      `S3 answers the service${prefix === '' ? '' : ` below ${session.shown(prefix)}`}`,
    );
  } catch (error) {
    return failure(check, error, session);
  }
}

async function checkIndex(client: Client, bucket: Bucket, session: Session): Promise<Finding> {
  const check = `${bucket.name}: index`;
  const directory = (bucket.prefixes?.[0] ?? '').replace(/[^/]*$/, '');
  try {
    const { coverage, floorAt } = await inspectIndex({ client, session }, bucket.name, directory);
    if (floorAt !== undefined && Date.parse(floorAt) > session.world.now() + LOCKED_BEYOND_MS)
      return finding(check, 'failed', lockedUntil(floorAt));
    return finding(check, 'ok', `readable; coverage of its first directory: ${coverage}`);
  } catch (error) {
    // A reader needs nothing of what this checks.
    if (error instanceof NeedsOperator) return finding(check, 'warning', `not checked: ${error.message}`);
    return failure(check, error, session);
  }
}

function lockedUntil(floorAt: string): string {
  return `the index is locked until ${floorAt}, so all answers come from S3. If no run of s3dex empty-index is working, one has stopped half-way: run s3dex empty-index again`;
}
