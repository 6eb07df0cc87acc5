/** Sends S3's own notifications to the queue. Other notifications of the bucket are kept. */
import {
  type BucketNotificationDestinationConfig,
  BucketNotificationDestinationType,
  type EventType,
  type IBucketNotificationDestination,
} from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { NOTIFICATION_KINDS } from '../../shared/event-kinds.ts';
import { acknowledgeNotificationsHandler } from '../acknowledge.ts';
import type { ServedBucket } from './served-buckets.ts';

export function sendByNotification(buckets: ServedBucket[], queue: Queue): void {
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
  }
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
