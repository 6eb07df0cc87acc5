/** The workers of fills: their queue, the function that lists ranges and divides them, and what became of messages that failed. */
import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { FILL_MAX_RECEIVES, FILL_SILENCE_MS } from '../../lambdas/core/model/fill-job.ts';
import type { Settings } from '../config.ts';
import { ALARM_PERIOD } from './alarms.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** A worker hands its range over after 20 s (lambdas/fill.ts); the page it is at, and the handing over, take some more. */
const TIMEOUT = Duration.seconds(60);
/** AWS's guidance for queues that feed functions. It is also how long the range of a killed worker waits. */
const TIMEOUTS_VISIBLE = 6;
const DEAD_LETTER_RETENTION = Duration.days(14);

type FunctionPart = Omit<ServiceFunctionProps, 'module' | 'description' | 'timeout' | 'memoryMb'>;

export interface FillWorkersProps extends FunctionPart {
  settings: Exclude<Settings['fills'], false>;
  /** The way of an event up to its mark: it has new settings before anything is kept under them. */
  delivery: readonly IDependable[];
}

export class FillWorkers extends Construct {
  readonly worker: ServiceFunction;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, delivery, ...common }: FillWorkersProps) {
    super(scope, id);
    const { memoryMb, maxConcurrency, listsPerSecond } = settings;
    this.worker = new ServiceFunction(this, 'Worker', {
      ...common,
      memoryMb,
      module: 'fill',
      description: 's3dex: reads prefixes into the index',
      timeout: TIMEOUT,
    });
    this.worker.fn.node.addDependency(...delivery);
    this.worker.setEnvironment(ENV.fillConcurrency, String(maxConcurrency));
    this.worker.setEnvironment(ENV.fillListsPerSecond, String(listsPerSecond));
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.millis(FILL_SILENCE_MS),
      visibilityTimeout: Duration.seconds(TIMEOUT.toSeconds() * TIMEOUTS_VISIBLE),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: FILL_MAX_RECEIVES },
    });
    this.deliver(maxConcurrency);
    this.watch(common);
  }

  /** Whoever begins a fill sends the first message; workers send those of shares. */
  bindSender(fn: ServiceFunction): void {
    fn.setEnvironment(ENV.fillQueueUrl, this.queue.queueUrl);
    fn.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }));
  }

  private deliver(maxConcurrency: number): void {
    this.bindSender(this.worker);
    this.worker.allow(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    new EventSourceMapping(this, 'Deliveries', {
      target: this.worker.fn,
      eventSourceArn: this.queue.queueArn,
      // A range fills all the time that a worker has.
      batchSize: 1,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }

  private watch({ alarms }: FunctionPart): void {
    alarms.add(this, 'DeadLettersPresent', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: ALARM_PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 0,
      breaching: 1,
      minutes: 1,
      reason:
        'A range of a fill could not be listed or stored: the fill has failed. Answers are not affected.',
      runbook: 'failed-fills',
    });
  }
}
