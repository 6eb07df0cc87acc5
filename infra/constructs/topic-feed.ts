/** An SNS topic to the queue: for buckets whose notifications go to a topic already, because S3 takes one rule a kind and prefix. */
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allowTopic } from './queue-policy.ts';

/** Several buckets may notify one topic; it is subscribed to once. @returns what is new, to be waited for. */
export function sendByTopic(scope: Construct, topicArn: string, queue: Queue): CfnSubscription[] {
  const id = `Topic-${topicArn.split(':').slice(-3).join('-')}`;
  if (scope.node.tryFindChild(id)) return [];
  allowTopic(queue, topicArn);
  const subscription = new CfnSubscription(scope, id, {
    topicArn,
    protocol: 'sqs',
    endpoint: queue.queueArn,
    // A topic of another Region is called there.
    region: topicArn.split(':')[3],
  });
  // SNS tries the queue's policy with its first message.
  subscription.node.addDependency(queue.node.findChild('Policy'));
  return [subscription];
}
