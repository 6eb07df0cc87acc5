/** The canary in the template: its permissions, schedule and settings. */
import { describe, expect, test } from '@jest/globals';
import { parseSettings } from '../../infra/config.ts';
import { readCanarySettings } from '../../lambdas/adapters/env-canary.ts';
import { actionsOf, resource, roleStatements, synthesize } from './synth.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:bucket-events';
const template = synthesize({
  buckets: [
    'photos',
    { name: 'logs', events: 'eventbridge', prefixes: ['app/'] },
    { name: 'fanned', events: { topicArn: TOPIC } },
    { name: 'partner', events: 'none', region: 'us-west-2' },
    { name: 'theirs', events: 'none', account: '210987654321' },
  ],
  canary: true,
});
const { Variables } = resource(template, 'AWS::Lambda::Function', 'IndexCanary').Properties.Environment;

test('there is no canary by default', () => {
  const plain = synthesize({ buckets: ['photos'] });
  expect(JSON.stringify(plain.toJSON())).not.toContain('Canary');
});

test('it runs every hour', () => {
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)' });
});

test('it knows the expected destination of events for each bucket', () => {
  const queue = 'arn:aws:sqs:eu-west-1:123456789012:changes';
  const text = Variables.S3DEX_CANARY_BUCKETS;
  const env = {
    S3DEX_API_URL: 'https://api.example',
    S3DEX_DEPLOYMENT: Variables.S3DEX_DEPLOYMENT,
    AWS_REGION: 'eu-west-1',
    S3DEX_CANARY_BUCKETS: text['Fn::Join'][1]
      .map((it: unknown) => (typeof it === 'string' ? it : queue))
      .join(''),
  };
  expect(readCanarySettings(env).buckets).toEqual([
    { name: 'photos', region: 'eu-west-1', prefixes: [], notifies: queue },
    { name: 'logs', region: 'eu-west-1', prefixes: ['app/'], notifies: 'eventbridge' },
    { name: 'fanned', region: 'eu-west-1', prefixes: [], notifies: TOPIC },
    { name: 'partner', region: 'us-west-2', prefixes: [], notifies: 'none' },
  ]);
});

describe('it may', () => {
  const statements = roleStatements(template, 'Canary');

  test('read one route of the API, LISTs and notification settings, and write only its log', () => {
    expect([...new Set(statements.flatMap(actionsOf))].sort()).toEqual([
      'execute-api:Invoke',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetBucketNotification',
      's3:ListBucket',
    ]);
  });

  test('list only served prefixes', () => {
    const [lists] = statements.filter(
      (it) => actionsOf(it).includes('s3:ListBucket') && JSON.stringify(it.Resource).includes('logs'),
    );
    expect(lists?.Condition).toMatchObject({
      StringEquals: { 'aws:ResourceAccount': '123456789012' },
      StringLikeIfExists: { 's3:prefix': ['app/*'] },
    });
  });

  test('call no other route of the API', () => {
    const routes = statements.filter((it) => actionsOf(it).includes('execute-api:Invoke'));
    expect(JSON.stringify(routes).match(/GET\/v1\/buckets\/[\w-]+\/entries/g)).toEqual([
      'GET/v1/buckets/photos/entries',
      'GET/v1/buckets/logs/entries',
      'GET/v1/buckets/fanned/entries',
      'GET/v1/buckets/partner/entries',
    ]);
  });
});

test('an alarm fires when a check fails', () => {
  const { Properties } = resource(template, 'AWS::CloudWatch::Alarm', 'IndexCanaryCanaryFailed');
  expect(Properties).toMatchObject({ Threshold: 0, TreatMissingData: 'notBreaching' });
  expect(Properties.Metrics[0].MetricStat).toMatchObject({
    Metric: { MetricName: 'CanaryFailures' },
    Period: 3_600,
  });
});

test('an alarm fires when the canary does not run for three hours', () => {
  const { Properties } = resource(template, 'AWS::CloudWatch::Alarm', 'IndexCanaryCanarySilent');
  expect(Properties).toMatchObject({
    Threshold: 0,
    TreatMissingData: 'breaching',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
  });
});

test('it skips buckets of other accounts, and needs at least one of this account', () => {
  expect(JSON.stringify(roleStatements(template, 'Canary'))).not.toContain('theirs');
  const theirs = { name: 'theirs', events: 'none', account: '210987654321' };
  expect(() => parseSettings({ buckets: [theirs], canary: true }, 'here')).toThrow(
    /canary: .*there are none/,
  );
});

test('settings that are too large for the environment are refused at synthesis', () => {
  const buckets = Array.from({ length: 20 }, (_, at) => ({
    name: `bucket-${at}`,
    prefixes: [`${'p'.repeat(60)}/`],
  }));
  expect(() => synthesize({ buckets, canary: true })).toThrow(/canary's settings take \d+ bytes/);
});

test('it is refused with the jwt authorizer, because it has no token', () => {
  const authorizer = { type: 'jwt', issuer: 'https://issuer.example/', audience: ['any'] };
  expect(() => parseSettings({ buckets: ['photos'], authorizer, canary: true }, 'here')).toThrow(
    /canary: the canary signs its requests/,
  );
});
