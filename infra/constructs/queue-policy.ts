/** Who may put events into a queue: the queue's own policy. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** One AWS service acting for named sources of one account. */
export function allowSending(queue: Queue, service: string, sourceArns: string[]): void {
  // A topic may be another account's, and its ARN says whose.
  const account = service === 'sns.amazonaws.com' ? sourceArns[0]!.split(':')[4]! : Stack.of(queue).account;
  queue.addToResourcePolicy(
    new PolicyStatement({
      actions: ['sqs:SendMessage'],
      principals: [new ServicePrincipal(service)],
      resources: [queue.queueArn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': sourceArns },
        StringEquals: { 'aws:SourceAccount': account },
      },
    }),
  );
}
