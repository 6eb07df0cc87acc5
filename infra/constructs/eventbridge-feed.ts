/** Sends events from EventBridge to the queue, for buckets whose notification settings are managed by others. */
import { Names, Token } from 'aws-cdk-lib';
import { type IRule, type IRuleTarget, Rule, type RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BRIDGE_DETAIL_TYPES } from '../../shared/event-kinds.ts';
import { acknowledgeNotificationsHandler } from '../acknowledge.ts';
import { SettingsError } from '../config.ts';
import type { ServedBucket } from './served-buckets.ts';

/** EventBridge's limit for an event pattern, in characters. */
const MAX_PATTERN = 2048;

export function sendByEventBridge(
  scope: Construct,
  buckets: ServedBucket[],
  queue: Queue,
  deadLetters: Queue,
): Map<ServedBucket, Rule> {
  const rules = new Map<ServedBucket, Rule>();
  for (const served of buckets) {
    const { bucket, name, settings } = served;
    bucket.enableEventBridgeNotification();
    acknowledgeNotificationsHandler(scope);
    const eventPattern = {
      source: ['aws.s3'],
      detailType: [...BRIDGE_DETAIL_TYPES],
      detail: {
        bucket: { name: [name] },
        ...(settings.prefixes.length > 0 && {
          object: { key: settings.prefixes.map((prefix) => ({ prefix })) },
        }),
      },
    };
    if (JSON.stringify(eventPattern).length > MAX_PATTERN) {
      throw new SettingsError(
        `The served prefixes of ${name} are too long for one EventBridge rule: serve fewer or shorter prefixes`,
      );
    }
    // The ID contains the bucket's name: adding or removing a bucket must not replace another bucket's rule, not even
    // for seconds.
    const rule = new Rule(
      scope,
      `Rule-${Token.isUnresolved(name) ? Names.nodeUniqueId(bucket.node) : name}`,
      {
        eventPattern,
      },
    );
    rule.addTarget(new QueueTarget(queue, deadLetters));
    rules.set(served, rule);
  }
  return rules;
}

/** CDK's SqsQueue target would also grant two read permissions that deliveries do not need. */
class QueueTarget implements IRuleTarget {
  private readonly queue: Queue;
  private readonly deadLetters: Queue;

  constructor(queue: Queue, deadLetters: Queue) {
    this.queue = queue;
    this.deadLetters = deadLetters;
  }

  bind(_rule: IRule): RuleTargetConfig {
    // After 24 h of retries, EventBridge sends the event to the dead letters instead of dropping it.
    return { arn: this.queue.queueArn, deadLetterConfig: { arn: this.deadLetters.queueArn } };
  }
}
