/** How a bucket's changes reach the service: notifications, rules, the queue and its consumer. */
import { describe, expect, test } from '@jest/globals';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { MAX_TTL_SECONDS } from '../../lambdas/adapters/env-buckets.ts';
import { kindOfDetailType, kindOfNotification } from '../../lambdas/events/event-kind.ts';
import { BRIDGE_DETAIL_TYPES, NOTIFICATION_KINDS } from '../../shared/event-kinds.ts';
import { type Resource, resource, resourcesOf, synthesize } from './synth.ts';

const template = synthesize({
  buckets: [
    'photos',
    { name: 'logs', events: 'eventbridge', prefixes: ['2026/'] },
    { name: 'old', events: 'none' },
  ],
});

interface QueueConfiguration {
  Events: string[];
  Filter?: { Key: { FilterRules: { Name: string; Value: string }[] } };
}

function queueConfigurations(properties: Resource['Properties']): QueueConfiguration[] {
  return properties.NotificationConfiguration.QueueConfigurations;
}

describe('change feed', () => {
  const notifications = resourcesOf(template, 'Custom::S3BucketNotifications').map(([, it]) => it.Properties);

  test('an existing bucket sends every kind of event that changes an answer, and keeps the settings of others', () => {
    const photos = notifications.find((it) => it.BucketName === 'photos')!;
    expect(photos.Managed).toBe(false);
    const kinds = queueConfigurations(photos).flatMap((it) => it.Events);
    expect(kinds).toEqual([...NOTIFICATION_KINDS]);
  });

  test('the notification waits for the policy that lets S3 send', () => {
    const [, custom] = resourcesOf(template, 'Custom::S3BucketNotifications').find(
      ([, it]) => it.Properties.BucketName === 'photos',
    )!;
    expect(custom.DependsOn).toContainEqual(expect.stringMatching(/^IndexChangesQueuePolicy/));
  });

  test('a bucket on EventBridge gets a rule of its own, and no queue of ours in its notifications', () => {
    const logs = notifications.find((it) => it.BucketName === 'logs')!;
    expect(logs.NotificationConfiguration).toEqual({ EventBridgeConfiguration: {} });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': [...BRIDGE_DETAIL_TYPES],
        detail: { bucket: { name: ['logs'] }, object: { key: [{ prefix: '2026/' }] } },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });

  test('a new bucket does not change the rules of the others', () => {
    const rulesOf = (buckets: { name: string; events: 'eventbridge' }[]) =>
      new Map(
        resourcesOf(synthesize({ buckets }), 'AWS::Events::Rule').map(([id, { Properties }]) => [
          Properties.EventPattern.detail.bucket.name[0],
          id,
        ]),
      );
    const bridged = (name: string) => ({ name, events: 'eventbridge' as const });
    const before = rulesOf([bridged('logs')]);
    expect(rulesOf([bridged('archive'), bridged('logs')]).get('logs')).toBe(before.get('logs'));
  });

  // The order of an update is in test/regression/order-of-an-update.test.ts.
  test('the listing function knows the ids of its subscriptions, and the invalidation function none', () => {
    const listing = resource(template, 'AWS::Lambda::Function', 'IndexListing');
    const [rule] = resourcesOf(template, 'AWS::Events::Rule')[0]!;
    const settings = JSON.stringify(listing.Properties.Environment.Variables.S3DEX_BUCKETS);
    expect(settings).toContain(`{"Ref":"${rule}"}`);
    const invalidation = resource(template, 'AWS::Lambda::Function', 'IndexInvalidation').Properties;
    expect(JSON.stringify(invalidation.Environment.Variables.S3DEX_BUCKETS)).not.toContain('subscription');
  });

  test('a bucket without events is not changed', () => {
    expect(notifications.map((it) => it.BucketName).sort()).toEqual(['logs', 'photos']);
  });

  test('the function understands every subscribed kind of event', () => {
    const shown = ['created', 'removed', 'altered'];
    for (const kind of NOTIFICATION_KINDS) expect(shown).toContain(kindOfNotification(kind, false));
    for (const type of BRIDGE_DETAIL_TYPES) expect(shown).toContain(kindOfDetailType(type, false, undefined));
  });

  test('the queue hides messages for six timeouts of the function, retries for about an hour, and keeps what fails', () => {
    const fn = resource(template, 'AWS::Lambda::Function', 'IndexInvalidation').Properties;
    const queue = resource(template, 'AWS::SQS::Queue', 'IndexChangesQueue').Properties;
    const dead = resource(template, 'AWS::SQS::Queue', 'IndexChangesDeadLetters').Properties;
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * fn.Timeout);
    expect(queue.RedrivePolicy.maxReceiveCount * queue.VisibilityTimeout).toBeGreaterThanOrEqual(3_600);
    expect(queue.SqsManagedSseEnabled).toBe(true);
    expect(dead.SqsManagedSseEnabled).toBe(true);
    expect(dead.MessageRetentionPeriod).toBeGreaterThan(queue.MessageRetentionPeriod);
    // A message that a queue drops because of its age does not become a dead letter. Nobody would notice while
    // outdated answers are served.
    expect(queue.MessageRetentionPeriod).toBeGreaterThan(MAX_TTL_SECONDS);
  });

  test('batches have ten messages, do not wait to fill up, and report failures one by one', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: Match.absent(),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  test('the time that a batch waits does not count as lateness in the alarm', () => {
    const alarmOf = (it: Template) =>
      resource(it, 'AWS::CloudWatch::Alarm', 'IndexChangesQueueAge').Properties;
    const patient = synthesize({ buckets: ['photos'], feed: { batchSize: 100, windowSeconds: 300 } });
    expect(alarmOf(template).Threshold).toBe(60);
    expect(alarmOf(patient)).toMatchObject({
      Threshold: 360,
      AlarmDescription: expect.stringContaining('longer than 360 s'),
    });
  });

  test('filters are written as S3 wants them (a space as +, the rest URL-encoded), one for each served prefix and kind', () => {
    const served = synthesize({ buckets: [{ name: 'photos', prefixes: ['a b/', 'é+/'] }] });
    const [[, custom]] = resourcesOf(served, 'Custom::S3BucketNotifications') as [[string, Resource]];
    const rules = queueConfigurations(custom.Properties).map((it) => it.Filter?.Key.FilterRules);
    expect(rules).toHaveLength(2 * NOTIFICATION_KINDS.length);
    expect(rules).toContainEqual([{ Name: 'prefix', Value: 'a+b/' }]);
    expect(rules).toContainEqual([{ Name: 'prefix', Value: '%C3%A9%2B/' }]);
  });
});
