/** From a change in a bucket to the invalidation function: S3 or EventBridge -> queue -> batches, and dead letters. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { DEFAULT_TTL_SECONDS, MAX_TTL_SECONDS } from '../../lambdas/adapters/env-buckets.ts';
import type { Settings } from '../config.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import { sendByEventBridge } from './eventbridge-feed.ts';
import { INVALIDATION_TIMEOUT, type InvalidationFunction } from './invalidation-function.ts';
import { sendByNotification } from './notification-feed.ts';
import type { ServedBucket } from './served-buckets.ts';
import { sendByTopic } from './topic-feed.ts';

/**
 * AWS's guidance for queues that feed functions: six function timeouts and the batch window, so that a throttled batch is
 * retried by Lambda before SQS hands it out again. It is also how long a failed mark waits for its retry.
 */
const TIMEOUTS_VISIBLE = 6;
/** AWS's guidance: throttled batches count as received too. */
const LEAST_RECEIVES = 5;
/**
 * A failure that passes (the table is down, say) must not outlive its retries: an event is tried again for about as long as the answers
 * it voids live. A message that can never be read does not wait for that: the function puts it aside at once.
 */
const RETRIED_FOR = Duration.seconds(DEFAULT_TTL_SECONDS.s3.list);
/**
 * An event older than every observation it could void tells nothing. A younger one must not go: SQS drops what is too old in silence, without
 * a dead letter. So the longest life there may be, and a day.
 */
const RETENTION = Duration.seconds(MAX_TTL_SECONDS).plus(Duration.days(1));
/** The longest SQS keeps anything: time to look at what went wrong. */
const DEAD_LETTER_RETENTION = Duration.days(14);
/** An event that has waited this long, beyond the batch window, has kept an answer out of date for as long. */
const LAG_ALARM_SECONDS = 60;

export interface ChangeFeedProps {
  buckets: ServedBucket[];
  feed: Settings['feed'];
  invalidation: InvalidationFunction;
  alarms: Alarms;
}

export class ChangeFeed extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** What tells a bucket's subscription from an earlier one, where nothing else does: the rule's name, which is new for every new rule. */
  readonly subscriptions = new Map<ServedBucket, string>();
  /** All that must stand before what reads may have new settings: the way of an event up to its mark. */
  readonly delivery: IDependable[] = [];

  constructor(scope: Construct, id: string, props: ChangeFeedProps) {
    super(scope, id);
    const window = Duration.seconds(props.feed.windowSeconds);
    const visible = Duration.seconds(INVALIDATION_TIMEOUT.toSeconds() * TIMEOUTS_VISIBLE).plus(window);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      visibilityTimeout: visible,
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: Math.max(LEAST_RECEIVES, Math.ceil(RETRIED_FOR.toSeconds() / visible.toSeconds())),
      },
    });
    this.subscribe(props.buckets, props.feed.revision);
    this.deliverTo(props.invalidation, props.feed, window);
    this.watch(props.alarms, props.feed);
  }

  private subscribe(buckets: ServedBucket[], revision: number): void {
    const notified = buckets.filter((it) => it.settings.events === 's3');
    const bridged = buckets.filter((it) => it.settings.events === 'eventbridge');
    if (notified.length > 0) this.delivery.push(...sendByNotification(notified, this.queue, revision));
    for (const served of buckets) {
      if (typeof served.settings.events !== 'object') continue;
      const { topicArn } = served.settings.events;
      this.subscriptions.set(served, topicArn);
      this.delivery.push(...sendByTopic(this, topicArn, this.queue));
    }
    if (bridged.length === 0) return;
    for (const [served, rule] of sendByEventBridge(this, bridged, this.queue, this.deadLetters)) {
      this.subscriptions.set(served, rule.ruleName);
      this.delivery.push(rule);
    }
  }

  /** What Lambda's poller needs with the function's role, and the dead-letter path for what can never be parsed. */
  private deliverTo(invalidation: InvalidationFunction, feed: Settings['feed'], window: Duration): void {
    invalidation.allow(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    invalidation.bindDeadLetters(this.deadLetters);
    const mapping = new EventSourceMapping(this, 'Deliveries', {
      target: invalidation.fn,
      eventSourceArn: this.queue.queueArn,
      batchSize: feed.batchSize,
      ...(feed.windowSeconds > 0 && { maxBatchingWindow: window }),
      maxConcurrency: feed.maxConcurrency,
      reportBatchItemFailures: true,
    });
    this.delivery.push(invalidation.fn, mapping);
  }

  private watch(alarms: Alarms, feed: Settings['feed']): void {
    // An event that waits for its batch to fill is waiting as it was told to.
    const late = LAG_ALARM_SECONDS + feed.windowSeconds;
    alarms.add(this, 'DeadLettersPresent', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: ALARM_PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 0,
      breaching: 1,
      minutes: 1,
      reason:
        'Events could not be processed: names they speak of may be answered out of date until their life ends.',
      runbook: 'dead-letters',
    });
    alarms.add(this, 'QueueAge', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: ALARM_PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      threshold: late,
      breaching: 3,
      minutes: 5,
      reason: `Events wait longer than ${late} s in the queue: answers are out of date for as long.`,
      runbook: 'event-lag',
    });
  }
}
