/** The path of a change to the invalidation function: S3 or EventBridge -> queue -> batches, and dead letters. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { DEFAULT_TTL_SECONDS, MAX_TTL_SECONDS } from '../../lambdas/adapters/env-buckets.ts';
import type { Settings } from '../config.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import { sendByEventBridge } from './eventbridge-feed.ts';
import { FunctionQueue } from './function-queue.ts';
import { INVALIDATION_TIMEOUT, type InvalidationFunction } from './invalidation-function.ts';
import { sendByNotification } from './notification-feed.ts';
import type { ServedBucket } from './served-buckets.ts';
import { sendByTopic } from './topic-feed.ts';

/** AWS's recommendation, because throttled batches also count as received. */
const LEAST_RECEIVES = 5;
/**
 * A temporary failure (for example, the table is down) must not outlast the retries. So an event is retried for about
 * as long as the answers that it voids live. An unreadable message is not retried: the function moves it to the dead
 * letters at once.
 */
const RETRIED_FOR = Duration.seconds(DEFAULT_TTL_SECONDS.s3.list);
/**
 * An event that is older than every observation it could void is no longer needed. A younger one must be kept,
 * because SQS drops old messages without a dead letter. So the retention is the longest possible life plus a day.
 */
const RETENTION = Duration.seconds(MAX_TTL_SECONDS).plus(Duration.days(1));
/** If an event waits longer than this, beyond the batch window, an answer was outdated for that long. */
const LAG_ALARM_SECONDS = 60;

export interface ChangeFeedProps {
  buckets: ServedBucket[];
  feed: Settings['feed'];
  invalidation: InvalidationFunction;
  alarms: Alarms;
}

export class ChangeFeed extends Construct {
  readonly #deliveries: FunctionQueue;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /**
   * Identifies subscriptions that nothing else distinguishes from earlier ones. For a rule it is its name, which is
   * new for each new rule.
   */
  readonly subscriptions = new Map<ServedBucket, string>();
  /** Everything on an event's way to its mark. It must be deployed before the listing function gets new settings. */
  readonly delivery: IDependable[] = [];

  constructor(scope: Construct, id: string, props: ChangeFeedProps) {
    super(scope, id);
    this.#deliveries = new FunctionQueue(this, {
      timeout: INVALIDATION_TIMEOUT,
      window: Duration.seconds(props.feed.windowSeconds),
      retention: RETENTION,
      maxReceiveCount: (visible) =>
        Math.max(LEAST_RECEIVES, Math.ceil(RETRIED_FOR.toSeconds() / visible.toSeconds())),
    });
    this.queue = this.#deliveries.queue;
    this.deadLetters = this.#deliveries.deadLetters;
    this.subscribe(props.buckets, props.feed.revision);
    this.deliverTo(props.invalidation, props.feed);
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

  private deliverTo(invalidation: InvalidationFunction, feed: Settings['feed']): void {
    const mapping = this.#deliveries.deliverTo(invalidation, feed);
    // For unreadable messages, which are not retried.
    invalidation.bindDeadLetters(this.deadLetters);
    this.delivery.push(invalidation.fn, mapping);
  }

  private watch(alarms: Alarms, feed: Settings['feed']): void {
    // Waiting for a batch to fill is intended.
    const late = LAG_ALARM_SECONDS + feed.windowSeconds;
    this.#deliveries.watchDeadLetters(alarms, {
      reason:
        'Some events could not be processed: answers about their names may be outdated until their life ends.',
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
      reason: `Events wait longer than ${late} s in the queue, so answers are outdated for that long.`,
      runbook: 'event-lag',
    });
  }
}
