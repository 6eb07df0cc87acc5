/**
 * The setting `feed.revision`: another number sets up the feeds of all buckets again. Revision 1 is never written,
 * because it would change every earlier deployment.
 */
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { bucketNotifications } from './bucket-notifications.ts';

/**
 * CloudFormation runs the handler of a custom resource when one of its properties changes. The handler ignores
 * properties that it does not know, so `Revision` only makes it write the bucket's configuration again.
 */
export function rewriteAt(revision: number, bucket: IBucket): void {
  if (revision !== 1) bucketNotifications(bucket).addPropertyOverride('Revision', String(revision));
}

/** EventBridge and topics send no test event when they are set up again. Another subscription begins a new epoch. */
export function revised(subscription: string, revision: number): string {
  return revision === 1 ? subscription : `${subscription}#${revision}`;
}
