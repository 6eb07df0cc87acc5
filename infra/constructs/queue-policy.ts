/** The queue's own policy: who may send events to it. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/**
 * Allows S3 or EventBridge to send events of this account.
 *
 * The policy does not name the buckets and rules. CloudFormation updates a policy before the functions. So a bucket
 * that is removed or gets another mode would lose its permission while functions with old settings still need its
 * events. An event of another bucket only costs reads, and a test event of it one small item (SECURITY.md).
 */
export function allowService(queue: Queue, service: 's3.amazonaws.com' | 'events.amazonaws.com'): void {
  allow(queue, service, { StringEquals: { 'aws:SourceAccount': Stack.of(queue).account } });
}

/**
 * Allows a topic to send, also a topic of another account. The topic's ARN contains the account, and according to the
 * documentation SNS sends only the ARN.
 */
export function allowTopic(queue: Queue, topicArn: string): void {
  allow(queue, 'sns.amazonaws.com', { ArnEquals: { 'aws:SourceArn': topicArn } });
}

function allow(queue: Queue, service: string, conditions: Record<string, unknown>): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      principals: [new ServicePrincipal(service)],
      resources: [queue.queueArn],
      conditions,
    }),
  );
}
