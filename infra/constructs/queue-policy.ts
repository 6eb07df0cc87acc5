/** The queue's own policy: who may send events to it. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** Allows an AWS service to send, for the given sources in this account. */
export function allowSending(queue: Queue, service: string, sourceArns: string[]): void {
  allow(queue, service, {
    ArnEquals: { 'aws:SourceArn': sourceArns },
    StringEquals: { 'aws:SourceAccount': Stack.of(queue).account },
  });
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
