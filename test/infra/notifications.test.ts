import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  applyChange,
  type Change,
  type NotificationConfiguration,
  takes,
} from '../../local/template/bucket-notifications.ts';

const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/s3dex/1';
const OURS = 'arn:aws:sqs:eu-west-1:123456789012:ours';
const THEIRS = 'arn:aws:sqs:eu-west-1:123456789012:theirs';

const rule = (Name: string, Value: string) => ({ Key: { FilterRules: [{ Name, Value }] } });
const theirs: NotificationConfiguration = {
  QueueConfigurations: [
    { Id: 'thumbnails', QueueArn: THEIRS, Events: ['s3:ObjectCreated:*'], Filter: rule('Suffix', '.jpg') },
  ],
  TopicConfigurations: [
    { Id: 'audit', TopicArn: 'arn:aws:sns:eu-west-1:123456789012:audit', Events: ['s3:ObjectRemoved:*'] },
  ],
  EventBridgeConfiguration: {},
};
const ours: NotificationConfiguration = {
  QueueConfigurations: [
    { QueueArn: OURS, Events: ['s3:ObjectRemoved:*'], Filter: rule('prefix', 'a+b%2Bc/') },
    { QueueArn: OURS, Events: ['s3:LifecycleTransition'] },
  ],
};
const create: Change = { request: 'Create', stackId: STACK, managed: false, incoming: ours };

/** The configuration without its IDs. Only the stack's own prefix in them matters. */
const contents = (configuration: NotificationConfiguration) =>
  JSON.parse(JSON.stringify(configuration), (key, value) => (key === 'Id' ? undefined : value));
const queues = (configuration: NotificationConfiguration) =>
  (configuration.QueueConfigurations ?? []).map((it) => it.QueueArn);

describe("a bucket's other notifications", () => {
  test('are kept at the creation, beside ours', () => {
    const after = applyChange(theirs, create);
    expect(queues(after)).toEqual([THEIRS, OURS, OURS]);
    expect(after.TopicConfigurations).toEqual(theirs.TopicConfigurations);
    expect(after.EventBridgeConfiguration).toEqual({});
  });

  test('are kept at an update, which replaces ours', () => {
    const deployed = applyChange(theirs, create);
    const incoming = { QueueConfigurations: [{ QueueArn: OURS, Events: ['s3:IntelligentTiering'] }] };
    const after = applyChange(deployed, { ...create, request: 'Update', incoming, previous: ours });
    expect(queues(after)).toEqual([THEIRS, OURS]);
    expect(after.QueueConfigurations?.[1]?.Events).toEqual(['s3:IntelligentTiering']);
    expect(after.TopicConfigurations).toHaveLength(1);
  });

  test('are all that remains after the deletion', () => {
    const deployed = applyChange(theirs, create);
    expect(contents(applyChange(deployed, { ...create, request: 'Delete' }))).toEqual({
      ...contents(theirs),
      LambdaFunctionConfigurations: [],
    });
  });

  test('EventBridge stays on after the deletion, because the stack cannot know who switched it on', () => {
    const deployed = applyChange({}, { ...create, incoming: { EventBridgeConfiguration: {} } });
    expect(deployed.EventBridgeConfiguration).toEqual({});
    expect(applyChange(deployed, { ...create, request: 'Delete' }).EventBridgeConfiguration).toEqual({});
  });

  test('a bucket of the same stack has no others', () => {
    expect(applyChange(theirs, { ...create, managed: true })).toEqual(ours);
    expect(applyChange(theirs, { ...create, managed: true, request: 'Delete' })).toEqual({});
  });
});

describe('a notification', () => {
  const [removed, transition] = ours.QueueConfigurations!;

  test.each([
    ['ObjectRemoved:Delete', 'a b+c/d.txt', true],
    ['ObjectRemoved:DeleteMarkerCreated', 'a b+c/', true],
    ['ObjectRemoved:Delete', 'a+b+c/d.txt', false],
    ['ObjectCreated:Put', 'a b+c/d.txt', false],
    ['LifecycleExpiration:Delete', 'a b+c/d.txt', false],
  ])('of removals below a prefix takes %s of %s: %s', (name, key, taken) => {
    expect(takes(removed!, name, key)).toBe(taken);
  });

  test('of one kind without a wildcard takes that kind only', () => {
    expect(takes(transition!, 'LifecycleTransition', 'any')).toBe(true);
    expect(takes(transition!, 'LifecycleTransition:More', 'any')).toBe(false);
  });
});

/** CDK's own handler, with a fake boto3 that stores one bucket's configuration. */
const python = spawnSync('python3', ['--version']).status === 0;
(python ? describe : describe.skip)("CDK's own handler agrees", () => {
  const folder = mkdtempSync(join(tmpdir(), 's3dex-notifications-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const handlers = join(
    dirname(createRequire(import.meta.url).resolve('aws-cdk-lib/package.json')),
    'custom-resource-handlers/dist/aws-s3/notifications-resource-handler',
  );
  writeFileSync(
    join(folder, 'boto3.py'),
    `
state = {}
class Client:
    def get_bucket_notification_configuration(self, Bucket): return state['now']
    def put_bucket_notification_configuration(self, Bucket, NotificationConfiguration, SkipDestinationValidation): state['now'] = NotificationConfiguration
def client(name): return Client()
`,
  );
  writeFileSync(
    join(folder, 'run.py'),
    `
import json, sys, boto3
sys.path.append(sys.argv[1])
import index
index.submit_response = lambda event, context, status, message: status == 'SUCCESS' or sys.exit(message)
job = json.load(sys.stdin)
boto3.state['now'] = job['existing']
for event in job['events']: index.handler(event, None)
json.dump(boto3.state['now'], sys.stdout)
`,
  );

  function theirHandler(existing: NotificationConfiguration, changes: Change[]): NotificationConfiguration {
    const events = changes.map((it) => ({
      RequestType: it.request,
      StackId: it.stackId,
      ResourceProperties: {
        BucketName: 'photos',
        NotificationConfiguration: it.incoming,
        Managed: String(it.managed),
      },
      OldResourceProperties: { NotificationConfiguration: it.previous ?? {} },
    }));
    const run = spawnSync('python3', [join(folder, 'run.py'), handlers], {
      input: JSON.stringify({ existing, events }),
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  }

  const changed = { QueueConfigurations: [{ QueueArn: OURS, Events: ['s3:IntelligentTiering'] }] };
  test.each<[string, Change[]]>([
    ['creation', [create]],
    ['creation and update', [create, { ...create, request: 'Update', incoming: changed, previous: ours }]],
    ['creation and deletion', [create, { ...create, request: 'Delete' }]],
    ['creation in a bucket of its own', [{ ...create, managed: true }]],
    [
      'EventBridge',
      [
        { ...create, incoming: { EventBridgeConfiguration: {} } },
        { ...create, request: 'Delete' },
      ],
    ],
  ])('after %s', (_what, changes) => {
    const mine = changes.reduce(applyChange, theirs);
    expect(contents(theirHandler(theirs, changes))).toEqual(contents(mine));
  });

  /** The failure that is reported to CloudFormation, and the configuration afterwards. */
  function failing(existing: NotificationConfiguration, error: string, change: Change) {
    const event = {
      RequestType: change.request,
      StackId: change.stackId,
      ResourceProperties: {
        BucketName: 'photos',
        NotificationConfiguration: change.incoming,
        Managed: 'false',
      },
    };
    writeFileSync(
      join(folder, 'fail.py'),
      `
import json, sys, boto3
def refuse(self, **arguments): raise Exception(sys.argv[2])
setattr(boto3.Client, sys.argv[3], refuse)
sys.path.append(sys.argv[1])
import index
told = []
index.submit_response = lambda event, context, status, message: told.append([status, message])
job = json.load(sys.stdin)
boto3.state['now'] = job['existing']
index.handler(job['event'], None)
json.dump({'told': told, 'now': boto3.state['now']}, sys.stdout)
`,
    );
    const call =
      change.request === 'Delete'
        ? 'get_bucket_notification_configuration'
        : 'put_bucket_notification_configuration';
    const run = spawnSync('python3', [join(folder, 'fail.py'), handlers, error, call], {
      input: JSON.stringify({ existing, event }),
      encoding: 'utf8',
    });
    return JSON.parse(run.stdout) as { told: [string, string][]; now: NotificationConfiguration };
  }

  test('a missing bucket fails the deletion of the stack; docs/deploy.md says how to continue', () => {
    const { told } = failing(theirs, 'NoSuchBucket', { ...create, request: 'Delete' });
    expect(told).toEqual([['FAILED', expect.stringContaining('NoSuchBucket')]]);
  });

  test('S3 refuses overlapping rules, the deployment fails, and the configuration is unchanged', () => {
    const overlap =
      'Configurations overlap. Configurations on the same bucket cannot share a common event type.';
    const { told, now } = failing(theirs, overlap, create);
    expect(told).toEqual([['FAILED', expect.stringContaining(overlap)]]);
    expect(now).toEqual(theirs);
  });
});
