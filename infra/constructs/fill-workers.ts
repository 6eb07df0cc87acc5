/** The workers of fills: their queue, and the function that lists ranges and divides them. */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { FILL_MAX_RECEIVES, FILL_SILENCE_MS } from '../../lambdas/core/model/fill-job.ts';
import type { Settings } from '../config.ts';
import { FunctionQueue } from './function-queue.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** A worker hands its range over after 20 s (lambdas/fill.ts). The rest is for its last page and the handover. */
const TIMEOUT = Duration.seconds(60);

type FunctionPart = Omit<ServiceFunctionProps, 'module' | 'description' | 'timeout' | 'memoryMb'>;

export interface FillWorkersProps extends FunctionPart {
  settings: Exclude<Settings['fills'], false>;
  /**
   * Everything that an event passes before it becomes a mark. It must be deployed before anything is stored under new
   * settings.
   */
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
    const messages = new FunctionQueue(this, {
      timeout: TIMEOUT,
      retention: Duration.millis(FILL_SILENCE_MS),
      maxReceiveCount: () => FILL_MAX_RECEIVES,
    });
    this.queue = messages.queue;
    this.deadLetters = messages.deadLetters;
    this.bindSender(this.worker);
    // One message at a time, because a range takes all of a worker's time.
    messages.deliverTo(this.worker, { batchSize: 1, maxConcurrency });
    messages.watchDeadLetters(common.alarms, {
      reason:
        'A range of a fill could not be listed or stored: the fill has failed. Answers are not affected.',
      runbook: 'failed-fills',
    });
  }

  /**
   * The listing function sends the first message of a fill. Workers send the messages of the ranges that they divide
   * off.
   */
  bindSender(fn: ServiceFunction): void {
    fn.setEnvironment(ENV.fillQueueUrl, this.queue.queueUrl);
    fn.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }));
  }
}
