/** The invalidation function: turns events into marks. It never asks S3, and is not permitted to. */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/**
 * A batch is some dozens of DynamoDB calls, tens of milliseconds. Short, because a batch that fails is seen again only after
 * six of these (the queue's visibility timeout), and its names may be answered out of date until then.
 */
export const INVALIDATION_TIMEOUT = Duration.seconds(10);

export class InvalidationFunction extends ServiceFunction {
  constructor(
    scope: Construct,
    id: string,
    props: Omit<ServiceFunctionProps, 'module' | 'description' | 'timeout'>,
  ) {
    super(scope, id, {
      ...props,
      module: 'invalidation',
      description: 's3dex: turns S3 events into marks',
      timeout: INVALIDATION_TIMEOUT,
    });
  }

  /** Messages nobody can ever read are put there by the function itself, instead of being retried. */
  bindDeadLetters(queue: IQueue): void {
    this.setEnvironment(ENV.deadLetterQueueUrl, queue.queueUrl);
    this.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  }
}
