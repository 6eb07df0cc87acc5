/** S3's own notifications to the queue, beside whatever else a bucket notifies. */
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

/** @returns what sets the notifications of buckets that are this deployment's alone to name. */
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
        // The cast: CDK's enum of kinds is behind S3's, and renders as the very text.
        bucket.addEventNotification(kind as EventType, destination, ...(filter ? [filter] : []));
      }
    }
    acknowledgeNotificationsHandler(queue);
    revise(bucket, revision);
  }
  // A bucket given as a construct may notify functions of its own stack that depend on this API: waiting for it might be a circle.
  return buckets.flatMap(({ bucket, settings }) =>
    settings.bucket === undefined ? (bucket.node.tryFindChild('Notifications') ?? []) : [],
  );
}

/** CloudFormation runs the handler when one of its properties changes; the handler looks at no other than its own. */
function revise(bucket: IBucket, revision: number): void {
  // The first is not written, or every deployment from before it would be updated for nothing.
  if (revision === 1) return;
  const notifications = bucket.node.findChild('Notifications').node.findChild('Resource') as CfnResource;
  notifications.addPropertyOverride('Revision', String(revision));
}

/** In a filter a space is written as `+`, other special characters URL-encoded (S3 User Guide, notification-how-to-filtering). */
export function encodeFilter(prefix: string): string {
  return prefix.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+');
}

/** CDK's SqsDestination would add its own queue policy, without the account condition, once for every bucket. */
class QueueDestination implements IBucketNotificationDestination {
  private readonly queue: Queue;

  constructor(queue: Queue) {
    this.queue = queue;
  }

  bind(_scope: Construct): BucketNotificationDestinationConfig {
    // S3 tries the queue's policy when it is told of the queue.
    const policy = this.queue.node.findChild('Policy');
    return {
      arn: this.queue.queueArn,
      type: BucketNotificationDestinationType.QUEUE,
      dependencies: [policy],
    };
  }
}
