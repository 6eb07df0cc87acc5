/** The table, the functions, and what remains after the stack. */
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { MetadataIndex } from '../../infra/constructs/metadata-index.ts';
import { EXAMPLE_BUCKET } from '../../infra/context.ts';
import { refuseDeployment } from '../../infra/example.ts';
import { S3dexStack } from '../../infra/stack.ts';
import { createTableInput, TTL_ATTRIBUTE } from '../../lambdas/adapters/dynamodb/schema.ts';
import { ENVIRONMENT, newApp, resource, resourcesOf, synthesize } from './synth.ts';

const template = synthesize({
  buckets: [
    'photos',
    { name: 'logs', events: 'eventbridge', prefixes: ['2026/'] },
    { name: 'old', events: 'none' },
  ],
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
    // A plain Retain would keep the empty bucket after a failed first deployment, and the next attempt would fail
    // because of its name.
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

test('a rule whose name is not known yet counts with its full length and the revision', () => {
  const buckets = Array.from({ length: 20 }, (_, index) => ({
    name: `bucket-${index + 10}`,
    events: 'eventbridge' as const,
    prefixes: [`${'x'.repeat(25)}/`],
  }));
  const at = (revision: number) => () => synthesize({ buckets, feed: { revision } });
  expect(at(1)).not.toThrow();
  expect(at(Number.MAX_SAFE_INTEGER)).toThrow(/environment holds only 4 KB/);
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
