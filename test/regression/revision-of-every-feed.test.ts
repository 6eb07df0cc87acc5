/**
 * `feed.revision` is what the runbook names after events were lost. It did nothing for buckets with EventBridge or a
 * topic: EventBridge stayed off, and answers that were stored during the loss stayed valid.
 */
import { describe, expect, test } from '@jest/globals';
import { bucketSettings, bucketsText } from '../../lambdas/adapters/env-buckets.ts';
import { feedOf } from '../../lambdas/core/model/bucket-item.ts';
import { resource, resourcesOf, synthesize } from '../infra/synth.ts';
import { notificationsOf } from '../infra/update-order.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bucket-events';
const RULE = 's3dex-IndexChangesRulelogs-1A2B3C';
const BUCKETS = [
  'photos',
  { name: 'logs', events: 'eventbridge' as const },
  { name: 'audit', events: { topicArn: TOPIC } },
];

const at = (revision?: number) =>
  synthesize({ buckets: BUCKETS, ...(revision !== undefined && { feed: { revision } }) });
type Deployed = ReturnType<typeof at>;
const [unset, first, second, third] = [at(), at(1), at(2), at(3)] as [Deployed, Deployed, Deployed, Deployed];

/** S3DEX_BUCKETS of a function, after CloudFormation has put the name of the rule into it. */
function textOf(template: Deployed, fn: 'IndexListing' | 'IndexFillsWorker'): string {
  const { S3DEX_BUCKETS } = resource(template, 'AWS::Lambda::Function', fn).Properties.Environment.Variables;
  const rules = resourcesOf(template, 'AWS::Events::Rule').map(([id]) => id);
  return S3DEX_BUCKETS['Fn::Join'][1]
    .map((part: string | { Ref: string }) => {
      if (typeof part === 'string') return part;
      expect(rules).toContain(part.Ref);
      return RULE;
    })
    .join('');
}

function feeds(template: Deployed, fn: 'IndexListing' | 'IndexFillsWorker' = 'IndexListing') {
  const settings = bucketSettings(bucketsText.parse(textOf(template, fn)), { region: 'eu-west-1' });
  return Object.fromEntries(settings.map(({ served }) => [served.name, feedOf(served)]));
}

const propertiesOf = (template: Deployed, bucket: string) =>
  template.toJSON().Resources[notificationsOf(template, bucket)].Properties;

describe('another revision', () => {
  test.each(['photos', 'logs'])('writes the notification configuration of %s again', (bucket) => {
    expect(propertiesOf(second, bucket)).toEqual({ ...propertiesOf(first, bucket), Revision: '2' });
  });

  test.each(['logs', 'audit'])('begins a new epoch of %s, which gets no test event', (bucket) => {
    const all = [first, second, third].map((it) => feeds(it)[bucket]);
    expect(new Set(all).size).toBe(3);
  });

  test('is the same for all functions that store answers', () => {
    expect(feeds(second, 'IndexFillsWorker')).toEqual(feeds(second));
  });

  test('does not begin a new epoch of a bucket with notifications, because its test event has that effect', () => {
    expect(feeds(second).photos).toBe(feeds(first).photos);
  });
});

test('the default revision changes nothing in earlier deployments', () => {
  expect(unset.toJSON()).toEqual(first.toJSON());
  for (const bucket of ['photos', 'logs']) expect(propertiesOf(first, bucket)).not.toHaveProperty('Revision');
  const subscriptions = JSON.parse(textOf(first, 'IndexListing')).map(
    (it: { subscription?: string }) => it.subscription,
  );
  expect(subscriptions).toEqual([undefined, RULE, TOPIC]);
});
