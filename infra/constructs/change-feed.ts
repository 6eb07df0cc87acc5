/**
 * The path of a change from S3 or EventBridge through the queue to the invalidation function, and the dead letters.
 */
import { type CfnResource, Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { DEFAULT_TTL_SECONDS, MAX_TTL_SECONDS } from '../../lambdas/adapters/env-buckets.ts';
import type { Settings } from '../config.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import { bucketNotifications } from './bucket-notifications.ts';
import { sendByEventBridge } from './eventbridge-feed.ts';
import { FunctionQueue } from './function-queue.ts';
import { INVALIDATION_TIMEOUT, type InvalidationFunction } from './invalidation-function.ts';
import { sendByNotification } from './notification-feed.ts';
import { allowService } from './queue-policy.ts';
import { revised, rewriteAt } from './revision.ts';
import type { ServedBucket } from './served-buckets.ts';
import { sendByTopic } from './topic-feed.ts';

/** AWS recommends this, because throttled batches also count as received. */
const LEAST_RECEIVES = 5;
/**
 * The retries must last longer than a temporary failure, for example of the table. So an event is retried for about
 * as long as the answers that it voids may be used. An unreadable message is not retried: the function moves it to
 * the dead letters immediately.
 */
const RETRIED_FOR = Duration.seconds(DEFAULT_TTL_SECONDS.s3.list);
/**
 * An event that is older than every observation it could void is no longer needed. A younger event must be kept,
 * because SQS drops old messages without a dead letter. So the retention is the longest possible life plus a day.
 */
const RETENTION = Duration.seconds(MAX_TTL_SECONDS).plus(Duration.days(1));
/** If an event waits longer than this, plus the batch window, answers were outdated for that long. */
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
   * Distinguishes a subscription from an earlier one with the same settings, for feeds without a test event. For an
   * EventBridge rule, this is the rule's name, which is new for each new rule.
   */
  readonly subscriptions = new Map<ServedBucket, string>();
  /**
   * Everything that an event passes before it becomes a mark. It must be deployed before the functions that store
   * answers (the readers) get new settings.
   */
  readonly delivery: IDependable[] = [];
  /**
   * What turns EventBridge on for a bucket, and ends its notifications to the queue if there were any. Until the
   * readers have new settings, they rely on these notifications.
   */
  readonly #switches: CfnResource[] = [];

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
    allowService(this.queue, 's3.amazonaws.com');
    for (const queue of [this.queue, this.deadLetters]) allowService(queue, 'events.amazonaws.com');
    this.subscribe(props.buckets, props.feed.revision);
    this.deliverTo(props.invalidation, props.feed);
    this.watch(props.alarms, props.feed);
  }

  /** Buckets are switched to EventBridge after the readers have new settings. */
  switchAfter(readers: IDependable[]): void {
    for (const it of this.#switches) it.node.addDependency(...readers);
  }

  private subscribe(buckets: ServedBucket[], revision: number): void {
    const notified = buckets.filter((it) => it.settings.events === 's3');
    const bridged = buckets.filter((it) => it.settings.events === 'eventbridge');
    sendByNotification(notified, this.queue);
    this.delivery.push(...ownNotifications(notified));
    for (const served of buckets) {
      if (typeof served.settings.events !== 'object') continue;
      const { topicArn } = served.settings.events;
      this.subscriptions.set(served, revised(topicArn, revision));
      this.delivery.push(...sendByTopic(this, topicArn, this.queue));
    }
    for (const [served, rule] of sendByEventBridge(this, bridged, this.queue, this.deadLetters)) {
      this.subscriptions.set(served, revised(rule.ruleName, revision));
      this.delivery.push(rule);
    }
    this.#switches.push(...ownNotifications(bridged));
    for (const { bucket } of [...notified, ...bridged]) rewriteAt(revision, bucket);
  }

  private deliverTo(invalidation: InvalidationFunction, feed: Settings['feed']): void {
    const mapping = this.#deliveries.deliverTo(invalidation, feed);
    // The function sends unreadable messages here, because they are not retried.
    invalidation.bindDeadLetters(this.deadLetters);
    this.delivery.push(this.queue.node.findChild('Policy'), invalidation.fn, mapping);
  }

  private watch(alarms: Alarms, feed: Settings['feed']): void {
    // The time that a batch waits to fill is intended, so it is added.
    const late = LAG_ALARM_SECONDS + feed.windowSeconds;
    this.#deliveries.watchDeadLetters(alarms, {
      reason:
        'Some events could not be processed. Answers about their keys may be outdated until the life of the stored answers ends.',
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
      reason: `Events wait in the queue for longer than ${late} s. Answers may be outdated for that long.`,
      runbook: 'event-lag',
    });
  }
}

/**
 * The notifications of buckets that only this deployment uses. A bucket given as a construct may notify functions of
 * its own stack that depend on this API. An order between such a bucket and the functions of this deployment could
 * create a circular dependency.
 */
function ownNotifications(buckets: ServedBucket[]): CfnResource[] {
  return buckets
    .filter(({ settings }) => settings.bucket === undefined)
    .map(({ bucket }) => bucketNotifications(bucket));
}
