/** Who may put events into a queue: the queue's own policy. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** One AWS service acting for named sources of this account. */
export function allowSending(queue: Queue, service: string, sourceArns: string[]): void {
  allow(queue, service, {
    ArnEquals: { 'aws:SourceArn': sourceArns },
    StringEquals: { 'aws:SourceAccount': Stack.of(queue).account },
  });
}

/** A topic, which may be another account's: its ARN names the account, and is all that SNS is documented to send. */
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
