/** The invalidation function: turns events into marks. It never calls S3, and has no permission to. */
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/**
 * A batch makes some dozens of DynamoDB calls, which take tens of milliseconds. The timeout is short, because a
 * failed batch is delivered again only after six timeouts (the queue's visibility timeout). Until then, answers about
 * its names may be outdated.
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

  /** The queue to which the function itself sends unreadable messages, instead of retrying them. */
  bindDeadLetters(queue: IQueue): void {
    this.setEnvironment(ENV.deadLetterQueueUrl, queue.queueUrl);
    this.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  }
}
