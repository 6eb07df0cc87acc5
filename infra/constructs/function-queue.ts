/** A queue whose messages a function processes, and the queue for messages that failed too often. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ALARM_PERIOD, type AlarmProps, type Alarms } from './alarms.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * AWS's recommendation for queues of functions: six function timeouts plus the batch window, so that Lambda retries a
 * throttled batch before SQS delivers it again. A failed message also waits this long for its retry.
 */
const TIMEOUTS_VISIBLE = 6;
/** The longest retention of SQS: time to examine what went wrong. */
const DEAD_LETTER_RETENTION = Duration.days(14);

export interface FunctionQueueProps {
  /** The timeout of the function. */
  timeout: Duration;
  /** How long the function waits for a batch to fill. */
  window?: Duration;
  retention: Duration;
  /** `visible`: how long a failed message waits for its retry. */
  maxReceiveCount: (visible: Duration) => number;
}

export class FunctionQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #scope: Construct;
  readonly #window: Duration | undefined;

  constructor(scope: Construct, { timeout, window, retention, maxReceiveCount }: FunctionQueueProps) {
    this.#scope = scope;
    this.#window = window;
    const visible = Duration.seconds(
      timeout.toSeconds() * TIMEOUTS_VISIBLE + (window === undefined ? 0 : window.toSeconds()),
    );
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(scope, 'DeadLetters', { ...common, retentionPeriod: DEAD_LETTER_RETENTION });
    this.queue = new Queue(scope, 'Queue', {
      ...common,
      retentionPeriod: retention,
      visibilityTimeout: visible,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceiveCount(visible) },
    });
  }

  /** Gives the function's role the permissions that Lambda's poller needs, and starts the deliveries. */
  deliverTo(
    target: ServiceFunction,
    { batchSize, maxConcurrency }: { batchSize: number; maxConcurrency: number },
  ): EventSourceMapping {
    target.allow(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    return new EventSourceMapping(this.#scope, 'Deliveries', {
      target: target.fn,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      maxBatchingWindow: this.#window?.toSeconds() === 0 ? undefined : this.#window,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }

  /** The alarm for the first message that failed too often. */
  watchDeadLetters(alarms: Alarms, texts: Pick<AlarmProps, 'reason' | 'runbook'>): void {
    alarms.add(this.#scope, 'DeadLettersPresent', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: ALARM_PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 0,
      breaching: 1,
      minutes: 1,
      ...texts,
    });
  }
}
