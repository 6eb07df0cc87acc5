import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { MetadataIndex } from '../../infra/constructs/metadata-index.ts';
import { EXAMPLE_BUCKET } from '../../infra/context.ts';
import { refuseDeployment } from '../../infra/example.ts';
import { S3dexStack } from '../../infra/stack.ts';
import { createTableInput, TTL_ATTRIBUTE } from '../../lambdas/adapters/dynamodb/schema.ts';
import { MAX_TTL_SECONDS } from '../../lambdas/adapters/env-buckets.ts';
import { kindOfDetailType, kindOfNotification } from '../../lambdas/events/event-kind.ts';
import { BRIDGE_DETAIL_TYPES, NOTIFICATION_KINDS } from '../../shared/event-kinds.ts';
import {
  actionsOf,
  ENVIRONMENT,
  newApp,
  type Resource,
  resource,
  resourcesOf,
  roleStatements,
  synthesize,
} from './synth.ts';

const template = synthesize({
  buckets: [
    'photos',
    { name: 'logs', events: 'eventbridge', prefixes: ['2026/'] },
    { name: 'old', events: 'none' },
  ],
});

describe('permissions', () => {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').flatMap(
    ([, { Properties }]) => Properties.PolicyDocument.Statement,
  );

  test('no statement allows a wildcard action or every resource', () => {
    expect(policies.length).toBeGreaterThan(5);
    for (const statement of policies) {
      expect(actionsOf(statement).join()).not.toContain('*');
      expect([statement.Resource].flat()).not.toContain('*');
    }
  });

  test('no role of the service has a managed policy', () => {
    const ours = resourcesOf(template, 'AWS::IAM::Role').filter(([id]) => id.startsWith('Index'));
    expect(ours).toHaveLength(3);
    for (const [, role] of ours) expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('the fill function may list and use its own queue, but not read objects or other queues', () => {
    const statements = roleStatements(template, 'FillsWorker');
    const actions = statements.flatMap(actionsOf);
    expect(actions.filter((it) => it.startsWith('s3:') && it !== 's3:ListBucket')).toEqual([]);
    const queues = statements.filter((it) => actionsOf(it).some((action) => action.startsWith('sqs:')));
    expect(new Set(queues.map(({ Resource }) => JSON.stringify(Resource))).size).toBe(1);
  });

  test('the invalidation function has no permission for S3', () => {
    const actions = roleStatements(template, 'Invalidation').flatMap(actionsOf);
    expect(actions.filter((it) => it.startsWith('s3:'))).toEqual([]);
    expect(actions.filter((it) => it.startsWith('dynamodb:')).sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
  });

  test('the listing function may list and head served prefixes, and no others', () => {
    const s3 = roleStatements(template, 'Listing').filter((it) => actionsOf(it).join().startsWith('s3:'));
    const arn = (rest: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${rest}`]],
    });
    const own = { StringEquals: { 'aws:ResourceAccount': ENVIRONMENT.account } };
    const below = { ...own, StringLikeIfExists: { 's3:prefix': ['2026/*'] } };
    expect(s3).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('photos'), Condition: own },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: arn('photos/*'), Condition: own },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('logs'), Condition: below },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: arn('logs/2026/*'), Condition: own },
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn('old'), Condition: own },
      { Effect: 'Allow', Action: 's3:GetObject', Resource: arn('old/*'), Condition: own },
    ]);
  });

  test('keys that encrypt objects may be used only through S3, and only for decryption', () => {
    const app = newApp();
    const owner = new Stack(app, 'owner', { env: ENVIRONMENT });
    const bucket = new Bucket(owner, 'Own', { encryptionKey: new Key(owner, 'Key') });
    const near = 'arn:aws:kms:eu-west-1:123456789012:key/near';
    const far = 'arn:aws:kms:us-west-2:123456789012:key/far';
    new MetadataIndex(owner, 'Index', {
      buckets: [
        { name: 'photos', kmsKeyArns: [near] },
        { name: 'far', events: 'none', region: 'us-west-2', kmsKeyArns: [far] },
        bucket,
      ],
    });
    const own = roleStatements(Template.fromStack(owner), 'Listing').filter((it) =>
      actionsOf(it).join().startsWith('kms:'),
    );
    const via = (region: string) => ({
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [expect.anything(), expect.anything()] },
    });
    const statement = { Effect: 'Allow', Action: 'kms:Decrypt' };
    expect(own).toEqual([
      { ...statement, Resource: near, Condition: via('eu-west-1') },
      { ...statement, Resource: far, Condition: via('us-west-2') },
      {
        ...statement,
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
        Condition: via('eu-west-1'),
      },
    ]);
    expect(JSON.stringify(roleStatements(template, 'Listing'))).not.toContain('kms:');
  });

  test('callers can be allowed to read a bucket whose name is not known yet', () => {
    const owner = new Stack(newApp(), 'owner', { env: ENVIRONMENT });
    const bucket = new Bucket(owner, 'Own');
    const index = new MetadataIndex(owner, 'Index', { buckets: [bucket] });
    index.grantRead(new Role(owner, 'Web', { assumedBy: new AccountRootPrincipal() }), [bucket.bucketName]);
    const policy = resource(Template.fromStack(owner), 'AWS::IAM::Policy', 'WebDefaultPolicy');
    const [{ Resource }] = policy.Properties.PolicyDocument.Statement;
    const [, parts] = Resource[0]['Fn::Join'];
    expect(parts).toContainEqual({ Ref: expect.stringMatching(/^Own/) });
    expect(JSON.stringify(Resource)).not.toContain('Token');
  });

  test('only S3 for the bucket and EventBridge for the rule, of this account and over TLS, may send to the queue', () => {
    const { PolicyDocument } = resource(template, 'AWS::SQS::QueuePolicy', 'IndexChangesQueue').Properties;
    const [tls, s3, bridge, ...more] = PolicyDocument.Statement;
    expect(more).toEqual([]);
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(s3.Principal).toEqual({ Service: 's3.amazonaws.com' });
    expect(bridge.Principal).toEqual({ Service: 'events.amazonaws.com' });
    for (const statement of [s3, bridge]) {
      expect(statement.Action).toBe('sqs:SendMessage');
      expect(statement.Condition.StringEquals).toEqual({ 'aws:SourceAccount': '123456789012' });
      expect(statement.Condition.ArnEquals['aws:SourceArn']).toHaveLength(1);
    }
  });
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

  test('the listing function is deployed after the whole path of events, and knows the ids of its subscriptions', () => {
    const listing = resource(template, 'AWS::Lambda::Function', 'IndexListing') as Resource & {
      DependsOn: string[];
    };
    const before = [
      'AWS::Lambda::Function:IndexInvalidation',
      'AWS::Lambda::EventSourceMapping:Index',
      'AWS::Events::Rule:Index',
      'Custom::S3BucketNotifications:Index',
    ];
    for (const each of before) {
      const [type, id] = [each.slice(0, each.lastIndexOf(':')), each.slice(each.lastIndexOf(':') + 1)];
      const [found] = resourcesOf(template, type).find(([it]) => it.startsWith(id))!;
      expect(listing.DependsOn).toContain(found);
    }
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
    // A message that a queue drops for its age is not a dead letter: nobody would notice while old answers are served.
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

  test.each([
    [{}, 1],
    [{ alarmS3DollarsAnHour: 7.5 }, 7.5],
  ])('the alarm on the cost of S3 calls in an hour, with settings %j', (settings, dollars) => {
    const costly = synthesize({ buckets: ['photos'], ...settings });
    const alarm = resource(costly, 'AWS::CloudWatch::Alarm', 'IndexMonitoringS3Cost').Properties;
    expect(alarm).toMatchObject({
      ...{ Threshold: dollars, ComparisonOperator: 'GreaterThanThreshold' },
      ...{ EvaluationPeriods: 1, DatapointsToAlarm: 1 },
    });
    const periods = (alarm.Metrics as { MetricStat?: { Period: number } }[]).flatMap(
      (it) => it.MetricStat?.Period ?? [],
    );
    expect(new Set(periods)).toEqual(new Set([3_600]));
  });

  test('that the requester pays reaches the listing function', () => {
    const paying = synthesize({ buckets: [{ name: 'photos', requestPayer: 'requester' }, 'logs'] });
    const { Variables } = resource(paying, 'AWS::Lambda::Function', 'IndexListing').Properties.Environment;
    const settings = JSON.stringify(Variables.S3DEX_BUCKETS);
    expect(settings.match(/requestPayer/g)).toHaveLength(1);
    expect(settings).toMatch(/photos[^}]*requestPayer/);
  });

  test('only the buckets that say so are stored at the second miss', () => {
    const mixed = synthesize({ buckets: [{ name: 'photos', storeAtSecondMiss: true }, 'logs'] });
    const { Variables } = resource(mixed, 'AWS::Lambda::Function', 'IndexListing').Properties.Environment;
    const buckets = JSON.parse(Variables.S3DEX_BUCKETS) as { name: string; storeAtSecondMiss?: boolean }[];
    expect(buckets.map((it) => [it.name, it.storeAtSecondMiss])).toEqual([
      ['photos', true],
      ['logs', undefined],
    ]);
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

describe('table', () => {
  const table = resource(template, 'AWS::DynamoDB::GlobalTable', 'IndexTable');

  test('has the keys and the TTL attribute of the adapter', () => {
    const { KeySchema, AttributeDefinitions } = createTableInput('any');
    expect(table.Properties.KeySchema).toEqual(KeySchema);
    expect(table.Properties.AttributeDefinitions).toEqual(AttributeDefinitions);
    expect(table.Properties.TimeToLiveSpecification).toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
  });

  test('is on demand with maximums, without backups, and is deleted with the stack', () => {
    expect(table.Properties.BillingMode).toBe('PAY_PER_REQUEST');
    expect(table.Properties.WriteOnDemandThroughputSettings).toEqual({ MaxWriteRequestUnits: 4_000 });
    expect(table.Properties.Replicas).toEqual([
      expect.objectContaining({ ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 12_000 } }),
    ]);
    expect(JSON.stringify(table.Properties)).not.toContain('PointInTimeRecovery');
    expect(table.DeletionPolicy).toBe('Delete');
  });

  test('can be retained', () => {
    const kept = synthesize({ buckets: ['photos'], removalPolicy: 'retain' });
    expect(resource(kept, 'AWS::DynamoDB::GlobalTable', 'IndexTable').DeletionPolicy).toBe('Retain');
  });
});

describe('after the deletion of the stack', () => {
  const kept = synthesize({
    buckets: [{ name: 'brand-new', create: true }],
    removalPolicy: 'retain',
  });

  test('a bucket that the stack created stays, unless its first deployment failed', () => {
    const bucket = resource(kept, 'AWS::S3::Bucket', 'IndexBuckets');
    // A plain Retain would leave the empty bucket, and the next attempt would fail because of its name.
    expect(bucket.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('a retained log group does not block the next deployment', () => {
    for (const [, { Properties }] of resourcesOf(kept, 'AWS::Logs::LogGroup')) {
      const { LogGroupName } = Properties;
      if (LogGroupName !== undefined) expect(JSON.stringify(LogGroupName)).toContain('AWS::StackId');
    }
    const { LogGroupName } = resource(kept, 'AWS::Logs::LogGroup', 'IndexHttpAccessLogs').Properties;
    expect(LogGroupName['Fn::Join'][1][0]).toMatch(/^\/aws\/vendedlogs\/s3dex\/s3dex-Index-Http/);
  });
});

describe('functions', () => {
  const functions = resourcesOf(template, 'AWS::Lambda::Function').filter(([id]) => id.startsWith('Index'));

  test('run on Node 24 and arm64, log to their own group, and are not traced by default', () => {
    expect(functions).toHaveLength(3);
    for (const [, { Properties }] of functions) {
      expect(Properties.Runtime).toBe('nodejs24.x');
      expect(Properties.Architectures).toEqual(['arm64']);
      expect(Properties.LoggingConfig.LogGroup).toBeDefined();
      expect(Properties.TracingConfig).toBeUndefined();
    }
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('concurrency follows the settings', () => {
    const warm = synthesize({
      buckets: ['photos'],
      listing: { memoryMb: 2048, provisionedConcurrency: 3, reservedConcurrency: 50 },
      invalidation: { reservedConcurrency: 5 },
      feed: { maxConcurrency: 5 },
      tracing: true,
    });
    warm.hasResourceProperties('AWS::Lambda::Alias', {
      ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 3 },
    });
    warm.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 2048,
      ReservedConcurrentExecutions: 50,
      TracingConfig: { Mode: 'Active' },
    });
    warm.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512, ReservedConcurrentExecutions: 5 });
  });
});

test("buckets whose names are not known yet count with a name's full length: a function's environment holds 4 KB", () => {
  const stack = new Stack(newApp(), 'owner', { env: ENVIRONMENT });
  const buckets = Array.from({ length: 20 }, (_, index) => ({
    bucket: new Bucket(stack, `Bucket${index}`),
    prefixes: [`${'x'.repeat(90)}/`],
  }));
  expect(() => new MetadataIndex(stack, 'Index', { buckets })).toThrow(/environment holds only 4 KB/);
});

test('an example has a note, and CloudFormation refuses to deploy it', () => {
  const stack = new S3dexStack(newApp(), 's3dex', { settings: { buckets: [EXAMPLE_BUCKET] } });
  refuseDeployment(stack);
  const { Rules } = Template.fromStack(stack).toJSON();
  const [{ Assert, AssertDescription }] = Rules.BucketsAreNamed.Assertions;
  const [left, right] = Assert['Fn::Equals'];
  expect(left).not.toBe(right);
  expect(AssertDescription).toMatch(/-c buckets=NAME/);
  expect(Rules.BucketsAreNamed.RuleCondition).toBeUndefined();
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('cannot be deployed'));
});
