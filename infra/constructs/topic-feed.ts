/**
 * Sends events from an SNS topic to the queue, for buckets that already notify a topic: S3 allows only one rule for
 * each kind and prefix.
 */
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allowTopic } from './queue-policy.ts';

/**
 * Subscribes the queue to the topic, only once even if several buckets notify it. @returns the new subscription,
 * which must be deployed before new settings.
 */
export function sendByTopic(scope: Construct, topicArn: string, queue: Queue): CfnSubscription[] {
  const id = `Topic-${topicArn.split(':').slice(-3).join('-')}`;
  if (scope.node.tryFindChild(id)) return [];
  allowTopic(queue, topicArn);
  const subscription = new CfnSubscription(scope, id, {
    topicArn,
    protocol: 'sqs',
    endpoint: queue.queueArn,
    // If the topic is in another Region, the subscription is created there.
    region: topicArn.split(':')[3],
  });
  // SNS checks the queue's policy when it sends the first message.
  subscription.node.addDependency(queue.node.findChild('Policy'));
  return [subscription];
}
