/**
 * What happens to a deployment after its first day: notification rules of others, drift, topics, other accounts, and
 * alarms.
 */
import { describe, expect, test } from '@jest/globals';
import { RUNBOOK_SECTIONS } from '../../infra/runbook.ts';
import { VERSION } from '../../infra/version.ts';
import { resource, resourcesOf, roleStatements, synthesize } from './synth.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:210987654321:bucket-events';

describe('notifications', () => {
  const notificationsOf = (template: ReturnType<typeof synthesize>) =>
    resourcesOf(template, 'Custom::S3BucketNotifications').map(([, it]) => it.Properties);

  test('of a created bucket are merged with those that others add, as for any bucket', () => {
    const template = synthesize({ buckets: ['photos', { name: 'made-here', create: true }] });
    expect(notificationsOf(template).map((it) => it.Managed)).toEqual([false, false]);
  });
});

describe('a bucket that notifies a topic already', () => {
  const template = synthesize({
    buckets: [
      { name: 'photos', events: { topicArn: TOPIC } },
      { name: 'logs', events: { topicArn: TOPIC }, prefixes: ['app/'], account: '210987654321' },
    ],
  });

  test('gets one subscription of the queue, in the Region of the topic', () => {
    expect(resourcesOf(template, 'AWS::SNS::Subscription').map(([, it]) => it.Properties)).toEqual([
      expect.objectContaining({ TopicArn: TOPIC, Protocol: 'sqs', Region: 'eu-west-1' }),
    ]);
    expect(resourcesOf(template, 'Custom::S3BucketNotifications')).toEqual([]);
  });

  test('is the only topic whose messages the queue accepts', () => {
    const { Statement } = resource(template, 'AWS::SQS::QueuePolicy', 'IndexChangesQueue').Properties
      .PolicyDocument;
    const topics = Statement.filter(
      (it: { Effect: string; Principal: { Service?: string } }) =>
        it.Principal.Service === 'sns.amazonaws.com',
    );
    expect(topics).toEqual([
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } },
      }),
    ]);
  });

  test('has events, and a new topic makes a new subscription', () => {
    const variables = resource(template, 'AWS::Lambda::Function', 'IndexListing').Properties.Environment
      .Variables;
    const [photos] = JSON.parse(variables.S3DEX_BUCKETS);
    expect(photos).toEqual({ name: 'photos', events: 's3', subscription: TOPIC });
  });
});

describe('what the listing function may do', () => {
  const statements = roleStatements(
    synthesize({
      buckets: [
        'photos',
        { name: 'theirs', events: 'none', account: '210987654321' },
        { name: 'encrypted', kmsKeyArns: ['arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab'] },
      ],
    }),
    'Listing',
  );
  const on = (bucket: string) =>
    statements.filter((it) => JSON.stringify(it.Resource).includes(`:s3:::${bucket}`));

  test('applies only while the bucket belongs to the expected account, not to a later owner of its name', () => {
    const accounts = (bucket: string) =>
      on(bucket).map((it) => it.Condition?.StringEquals?.['aws:ResourceAccount']);
    expect(accounts('photos')).toEqual(['123456789012', '123456789012']);
    expect(accounts('theirs')).toEqual(['210987654321', '210987654321']);
  });

  test('with a key applies only to objects of its bucket', () => {
    const decrypts = statements.filter((it) => JSON.stringify(it.Action).includes('kms:Decrypt'));
    expect(decrypts.map((it) => JSON.stringify(it.Condition?.StringLike))).toEqual([
      expect.stringMatching(/kms:EncryptionContext:aws:s3:arn.*:s3:::encrypted.*:s3:::encrypted\/\*/),
    ]);
  });
});

describe('alarms', () => {
  const template = synthesize({ buckets: ['photos'] });
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm');

  test('contain the address of their section in the runbook', () => {
    for (const [id, { Properties }] of alarms) {
      const [, section] =
        /https:\/\/\S+\/docs\/runbook\.md#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
      expect([id, RUNBOOK_SECTIONS]).toEqual([id, expect.arrayContaining([section])]);
    }
  });

  test("on the service's own metrics watch only this deployment, not others in the account", () => {
    const own = alarms.flatMap(([id, { Properties: it }]) =>
      (it.Metrics ?? [{ MetricStat: { Metric: it } }])
        .filter(
          (query: { MetricStat?: { Metric: { Namespace: string } } }) =>
            query.MetricStat?.Metric.Namespace === 's3dex',
        )
        .map(
          (query: {
            MetricStat: { Metric: { Dimensions?: { Name: string; Value: string }[]; MetricName: string } };
          }) => ({ id, ...query.MetricStat.Metric }),
        ),
    );
    const { S3DEX_DEPLOYMENT } = resource(template, 'AWS::Lambda::Function', 'IndexListing').Properties
      .Environment.Variables;
    expect(own.length).toBeGreaterThan(5);
    for (const { MetricName, Dimensions = [] } of own) {
      const told = MetricName.startsWith('CallersThrottled-')
        ? MetricName.includes('s3dex-Index')
        : Dimensions.some(
            (it: { Name: string; Value: string }) =>
              it.Name === 'deployment' && it.Value === S3DEX_DEPLOYMENT,
          );
      expect([MetricName, told]).toEqual([MetricName, true]);
    }
  });

  test('on percentiles and shares do not fire for a few requests', () => {
    const slow = resource(template, 'AWS::CloudWatch::Alarm', 'IndexHttpSlowAnswers').Properties;
    expect(slow.EvaluateLowSampleCountPercentile).toBe('ignore');
    for (const id of ['IndexHttpServerErrors', 'IndexMonitoringFallbackRate']) {
      const { Metrics } = resource(template, 'AWS::CloudWatch::Alarm', id).Properties;
      expect(JSON.stringify(Metrics)).toMatch(/IF\(\w+ >= 20, 100 \* .*, 0\)/);
    }
  });

  test('count the 429s of the access log', () => {
    const { FilterPattern } = resource(template, 'AWS::Logs::MetricFilter', 'IndexHttp').Properties;
    expect(FilterPattern).toBe('{ $.status = "429" }');
  });
});

test("the version is in the outputs and in the functions' descriptions", () => {
  const template = synthesize({ buckets: ['photos'] });
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
  expect(template.findOutputs('Version').Version?.Value).toBe(VERSION);
  expect(resource(template, 'AWS::Lambda::Function', 'IndexListing').Properties.Description).toContain(
    VERSION,
  );
});
