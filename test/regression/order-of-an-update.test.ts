/**
 * A deployment changes the feed of a bucket in several steps. In some orders of these steps, functions with old
 * settings still relied on a feed that the deployment had already ended: on notifications that the switch to
 * EventBridge removes, or on a queue policy from which the bucket had been removed.
 */
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import type { SettingsInput } from '../../infra/config.ts';
import { MetadataIndex } from '../../infra/constructs/metadata-index.ts';
import { ENVIRONMENT, newApp, resource, resourcesOf, synthesize } from '../infra/synth.ts';
import { finishedBefore, notificationsOf, readersOf } from '../infra/update-order.ts';

type Buckets = SettingsInput['buckets'];
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bucket-events';

const template = synthesize({
  buckets: [
    'photos',
    'scans',
    { name: 'logs', events: 'eventbridge' },
    { name: 'audit', events: 'eventbridge', create: true },
  ],
  listing: { provisionedConcurrency: 1, reservedConcurrency: 2 },
});

test('there are three readers: the listing function, its alias and the fill function', () => {
  expect(readersOf(template)).toHaveLength(3);
});

describe.each(readersOf(template))('%s', (reader) => {
  const first = finishedBefore(template, reader);

  test.each(['photos', 'scans'])('gets new settings after the notifications of %s are set', (bucket) => {
    expect(first).toContain(notificationsOf(template, bucket));
  });

  test('gets new settings after the path of events: policy, invalidation function, its mapping, every rule', () => {
    const starts = ['IndexChangesQueuePolicy', 'IndexInvalidationFunction', 'IndexChangesDeliveries'];
    for (const start of starts) {
      expect([...first].some((id) => id.startsWith(start))).toBe(true);
    }
    const rules = resourcesOf(template, 'AWS::Events::Rule').map(([id]) => id);
    expect(rules).toHaveLength(2);
    expect([...first]).toEqual(expect.arrayContaining(rules));
  });

  test.each(['logs', 'audit'])(
    'gets new settings before %s is switched to EventBridge, which removes its notifications to the queue',
    (bucket) => {
      expect(finishedBefore(template, notificationsOf(template, bucket))).toContain(reader);
    },
  );
});

test('without notifications too, the readers get new settings after the policy that admits events', () => {
  const bridged = synthesize({ buckets: [{ name: 'logs', events: 'eventbridge' }] });
  const [policy] = resourcesOf(bridged, 'AWS::SQS::QueuePolicy').find(([id]) =>
    id.startsWith('IndexChangesQueue'),
  )!;
  for (const reader of readersOf(bridged)) expect(finishedBefore(bridged, reader)).toContain(policy);
});

/** An order between this deployment and a bucket of the same stack could create a circular dependency. */
describe('a bucket given as a construct', () => {
  const own = (events: 's3' | 'eventbridge') => {
    const stack = new Stack(newApp(), 'owner', { env: ENVIRONMENT });
    const bucket = new Bucket(stack, 'Own');
    return { stack, bucket, index: new MetadataIndex(stack, 'Index', { buckets: [{ bucket, events }] }) };
  };

  test('with notifications may notify a function that is deployed after the index', () => {
    const { stack, bucket, index } = own('s3');
    const reaction = new LambdaFunction(stack, 'Reaction', {
      code: Code.fromInline('exports.handler = async () => {}'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
    });
    reaction.node.addDependency(index);
    bucket.addEventNotification(EventType.OBJECT_TAGGING, new LambdaDestination(reaction));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('with EventBridge may be deployed as a whole before the index', () => {
    const { stack, bucket, index } = own('eventbridge');
    index.node.addDependency(bucket);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('the policies of the queues', () => {
  const policiesWith = (buckets: Buckets) =>
    ['IndexChangesQueuePolicy', 'IndexChangesDeadLettersPolicy'].map(
      (id) => resource(synthesize({ buckets }), 'AWS::SQS::QueuePolicy', id).Properties,
    );
  const policies = policiesWith(['photos', { name: 'logs', events: 'eventbridge' }]);

  // CloudFormation changes a policy before the functions, which need the events until they have new settings.
  test.each<[string, Buckets]>([
    ['a bucket is removed', ['photos']],
    ['the other bucket is removed', [{ name: 'logs', events: 'eventbridge' }]],
    ['the events of all buckets are turned off', [{ name: 'photos', events: 'none' }]],
    ['the modes are swapped', [{ name: 'photos', events: 'eventbridge' }, 'logs']],
  ])('do not change when %s', (_what, buckets) => {
    expect(policiesWith(buckets)).toEqual(policies);
  });

  test('still accept events from S3 and EventBridge when a bucket begins to use a topic', () => {
    const [earlier] = policies;
    const [after] = policiesWith([{ name: 'photos', events: { topicArn: TOPIC } }]);
    expect(after!.PolicyDocument.Statement).toEqual(
      expect.arrayContaining(earlier!.PolicyDocument.Statement),
    );
  });
});
