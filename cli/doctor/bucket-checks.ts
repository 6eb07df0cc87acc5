/**
 * Checks one bucket: are its settings sensible, can the service read it, does the index answer? The service stores
 * nothing that it reads for these checks.
 */
import type { BucketsAnswer, Client } from '../../contract/client.ts';
import type { Session } from '../session.ts';
import { duration } from '../text/quantities.ts';
import { type Finding, finding } from './check.ts';
import { failure } from './service-checks.ts';

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
    const { coverage } = await client.inspect(bucket.name, directory, { signal: session.world.signal });
    return finding(check, 'ok', `readable; coverage of its first directory: ${coverage}`);
  } catch (error) {
    return failure(check, error, session);
  }
}
