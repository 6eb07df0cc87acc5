/**
 * Can objects of a bucket be locked or put under legal hold? S3 sends no event for that, so the index would not learn
 * of it. It is possible only in buckets with Object Lock.
 */
import { childText, parseXmlBody } from '../wire/xml-body.ts';
import type { AskBucket } from './bucket-settings.ts';

/**
 * Also `false` if S3 does not answer the question: other servers, and callers without the permission, get an error.
 */
export async function hasObjectLock(ask: AskBucket, bucket: string): Promise<boolean> {
  const answer = await ask(bucket, { 'object-lock': '' });
  if (answer === undefined) return false;
  return childText(parseXmlBody(answer, 'ObjectLockConfiguration'), 'ObjectLockEnabled') === 'Enabled';
}
