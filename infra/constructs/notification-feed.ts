/** Sends S3's own notifications to the queue. Other notifications of the bucket are kept. */
import type { CfnResource } from 'aws-cdk-lib';
import {
  type BucketNotificationDestinationConfig,
  BucketNotificationDestinationType,
  type EventType,
  type IBucket,
  type IBucketNotificationDestination,
} from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IConstruct } from 'constructs';
import { NOTIFICATION_KINDS } from '../../shared/event-kinds.ts';
import { acknowledgeNotificationsHandler } from '../acknowledge.ts';
import { allowSending } from './queue-policy.ts';
import type { ServedBucket } from './served-buckets.ts';

/** @returns the constructs that set the notifications, for buckets that only this deployment uses. */
export function sendByNotification(buckets: ServedBucket[], queue: Queue, revision: number): IConstruct[] {
  allowSending(
    queue,
    's3.amazonaws.com',
    buckets.map((it) => it.bucket.bucketArn),
  );
  const destination = new QueueDestination(queue);
  for (const { bucket, settings } of buckets) {
    const filters = settings.prefixes.map((prefix) => ({ prefix: encodeFilter(prefix) }));
    for (const kind of NOTIFICATION_KINDS) {
      for (const filter of filters.length > 0 ? filters : [undefined]) {
        // The cast is needed because CDK's enum lacks some of S3's kinds. It is rendered as the same text.
        bucket.addEventNotification(kind as EventType, destination, ...(filter ? [filter] : []));
      }
    }
    acknowledgeNotificationsHandler(queue);
    revise(bucket, revision);
  }
  // A bucket given as a construct may notify functions of its own stack that depend on this API. Waiting for such a
  // bucket could create a circular dependency.
  return buckets.flatMap(({ bucket, settings }) =>
    settings.bucket === undefined ? (bucket.node.tryFindChild('Notifications') ?? []) : [],
  );
}

/**
 * CloudFormation runs the handler of a custom resource when one of its properties changes. The handler ignores
 * properties that it does not know, so `revision` only makes it run again.
 */
function revise(bucket: IBucket, revision: number): void {
  // Revision 1 is not written, because it would needlessly update every earlier deployment.
  if (revision === 1) return;
  const notifications = bucket.node.findChild('Notifications').node.findChild('Resource') as CfnResource;
  notifications.addPropertyOverride('Revision', String(revision));
}

/**
 * Filters need `+` for a space and URL encoding for other special characters (S3 User Guide,
 * notification-how-to-filtering).
 */
export function encodeFilter(prefix: string): string {
  return prefix.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+');
}

/**
 * CDK's SqsDestination is not used, because it would add a queue policy for every bucket, without the account
 * condition.
 */
class QueueDestination implements IBucketNotificationDestination {
  private readonly queue: Queue;

  constructor(queue: Queue) {
    this.queue = queue;
  }

  bind(_scope: Construct): BucketNotificationDestinationConfig {
    // S3 checks the queue's policy when the notification is set.
    const policy = this.queue.node.findChild('Policy');
    return {
      arn: this.queue.queueArn,
      type: BucketNotificationDestinationType.QUEUE,
      dependencies: [policy],
    };
  }
}
