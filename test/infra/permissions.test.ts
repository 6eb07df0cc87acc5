/** What each role of the deployed service may do, and who may send to its queue. */
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { MetadataIndex } from '../../infra/constructs/metadata-index.ts';
import {
  actionsOf,
  ENVIRONMENT,
  newApp,
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

  test('only S3 and EventBridge, for this account and over TLS, may send to the queue', () => {
    const { PolicyDocument } = resource(template, 'AWS::SQS::QueuePolicy', 'IndexChangesQueue').Properties;
    const [tls, s3, bridge, ...more] = PolicyDocument.Statement;
    expect(more).toEqual([]);
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    expect(s3.Principal).toEqual({ Service: 's3.amazonaws.com' });
    expect(bridge.Principal).toEqual({ Service: 'events.amazonaws.com' });
    for (const statement of [s3, bridge]) {
      expect(statement.Action).toBe('sqs:SendMessage');
      expect(statement.Condition).toEqual({ StringEquals: { 'aws:SourceAccount': '123456789012' } });
    }
  });
});
