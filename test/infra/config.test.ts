import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { RootConstruct } from 'constructs';
import { parseSettings, SettingsError } from '../../infra/config.ts';
import { readDeployment } from '../../infra/context.ts';

const parse = (input: unknown) => parseSettings(input, 'the test');
const deployment = (context: Record<string, unknown>) => {
  const { node } = new RootConstruct();
  for (const [key, value] of Object.entries(context)) node.setContext(key, value);
  return readDeployment(node);
};

describe('settings', () => {
  test('only names of buckets are required; all defaults are filled in', () => {
    const settings = parse({ buckets: ['photos', { name: 'logs', events: 'none' }] });

    expect(settings.buckets.map(({ name, events, create }) => ({ name, events, create }))).toEqual([
      { name: 'photos', events: 's3', create: false },
      { name: 'logs', events: 'none', create: false },
    ]);
    expect(settings.authorizer).toEqual({ type: 'iam' });
    expect(settings.removalPolicy).toBe('destroy');
    expect(settings.feed).toEqual({ revision: 1, batchSize: 10, windowSeconds: 0, maxConcurrency: 10 });
    expect(settings.table).toEqual({ maxReadUnits: 12_000, maxWriteUnits: 4_000 });
    expect(settings.listing).toEqual({ memoryMb: 1024 });
  });

  test.each([
    ['an unknown setting', { buckets: ['photos'], retention: 3 }, /"retention"/],
    [
      'an unknown setting of a bucket',
      { buckets: [{ name: 'photos', evnts: 's3' }] },
      /buckets\[0\].*"evnts"/,
    ],
    ['no bucket', { buckets: [] }, /buckets: name at least one bucket/],
    ['buckets left out', {}, /buckets: /],
    ['no bucket name', { buckets: ['a/b'] }, /buckets\[0\]\.name: not a bucket name/],
    [
      'a bucket to create with the name of an existing one',
      { buckets: [{ name: 'Photos_1', create: true }] },
      /name for a new bucket/,
    ],
    ['two dots in a name', { buckets: ['a..b'] }, /buckets\[0\]\.name: not a bucket name/],
    ['an address for a name', { buckets: ['192.168.1.1'] }, /buckets\[0\]\.name: not a bucket name/],
    ['a directory bucket', { buckets: ['photos--use1-az4--x-s3'] }, /name: is a directory bucket/],
    ['an access point', { buckets: ['photos-abc-s3alias'] }, /name: is an alias of an access point/],
    [
      'a Region that is none',
      { buckets: [{ name: 'photos', events: 'none', region: 'Frankfurt' }] },
      /buckets\[0\]\.region: must be a Region/,
    ],
    [
      'a bucket without a name',
      { buckets: [{ events: 's3' }] },
      /buckets\[0\]\.name: give the bucket's name/,
    ],
    ['a bucket twice', { buckets: ['photos', 'photos'] }, /buckets\[1\]\.name: photos is listed twice/],
    ['a construct from JSON', { buckets: [{ bucket: 'photos' }] }, /buckets\[0\]\.bucket: .*use "name"/],
    ['an unknown kind of events', { buckets: [{ name: 'photos', events: 'sqs' }] }, /buckets\[0\]\.events/],
    ['a prefix that is no directory', { buckets: [{ name: 'photos', prefixes: ['a'] }] }, /end in "\/"/],
    [
      'a prefix inside another',
      { buckets: [{ name: 'photos', prefixes: ['a/', 'a/b/'] }] },
      /a\/b\/ is inside a\//,
    ],
    ['a prefix CDK cannot name', { buckets: [{ name: 'photos', prefixes: ['a[b/'] }] }, /brackets/],
    [
      'a prefix that no IAM policy can contain',
      { buckets: [{ name: 'photos', prefixes: ['写真/'] }] },
      /prefixes\[0\]: .*IAM/,
    ],
    ['a prefix that is no text', { buckets: [{ name: 'photos', prefixes: ['\ud800/'] }] }, /prefixes\[0\]/],
    ['a root that is no directory', { buckets: [{ name: 'photos', tree: { roots: ['a'] } }] }, /tree/],
    ['a root in a root', { buckets: [{ name: 'photos', tree: { roots: ['a/', 'a/b/'] } }] }, /tree/],
    ['a negative life', { buckets: [{ name: 'photos', listTtlSeconds: -1 }] }, /listTtlSeconds/],
    ['a life over the maximum', { buckets: [{ name: 'photos', statTtlSeconds: 604_801 }] }, /statTtlSeconds/],
    ['events from another Region', { buckets: [{ name: 'photos', region: 'us-west-2' }] }, /use "none"/],
    [
      'jwt without an issuer',
      { buckets: ['photos'], authorizer: { type: 'jwt', audience: ['a'] } },
      /issuer/,
    ],
    [
      'jwt over plain http',
      { buckets: ['photos'], authorizer: { type: 'jwt', audience: ['a'], issuer: 'http://i.example' } },
      /authorizer\.issuer/,
    ],
    ['an unknown authorizer', { buckets: ['photos'], authorizer: { type: 'none' } }, /authorizer/],
    [
      'an origin with a path',
      { buckets: ['photos'], cors: { origins: ['https://app.example/'] } },
      /cors\.origins\[0\]: must be an origin/,
    ],
    [
      'an origin without a scheme',
      { buckets: ['photos'], cors: { origins: ['app.example'] } },
      /must be an origin/,
    ],
    [
      'the explorer with an authorizer that browsers cannot use',
      { buckets: ['photos'], explorer: true },
      /explorer: browsers cannot sign/,
    ],
    [
      'a large batch without a window',
      { buckets: ['photos'], feed: { batchSize: 11 } },
      /feed\.batchSize: .*windowSeconds/,
    ],
    [
      'a batch that is too large for one invocation',
      { buckets: ['photos'], feed: { batchSize: 1001, windowSeconds: 1 } },
      /feed\.batchSize/,
    ],
    [
      'more warm instances than the concurrency limit',
      { buckets: ['photos'], listing: { provisionedConcurrency: 6, reservedConcurrency: 5 } },
      /listing\.provisionedConcurrency: .*reservedConcurrency/,
    ],
    [
      'less concurrency of the invalidation function than batches',
      { buckets: ['photos'], invalidation: { reservedConcurrency: 9 } },
      /invalidation\.reservedConcurrency: .*feed\.maxConcurrency/,
    ],
    [
      'the same scope for both ranks',
      {
        buckets: ['photos'],
        authorizer: {
          type: 'jwt',
          issuer: 'https://i.example',
          audience: ['a'],
          scopes: { reader: 'x', operator: 'x' },
        },
      },
      /authorizer\.scopes\.operator: /,
    ],
    [
      'a scope that no token can contain',
      {
        buckets: ['photos'],
        authorizer: {
          type: 'jwt',
          issuer: 'https://i.example',
          audience: ['a'],
          scopes: { reader: 'read me', operator: 'x' },
        },
      },
      /authorizer\.scopes\.reader: not a scope/,
    ],
    [
      'a retention that CloudWatch does not support',
      { buckets: ['photos'], logRetentionDays: 31 },
      /logRetentionDays: must be one of/,
    ],
    ['a topic that is none', { buckets: ['photos'], alarmTopicArn: 'ops' }, /alarmTopicArn: not the ARN/],
    ['too little memory', { buckets: ['photos'], listing: { memoryMb: 64 } }, /listing\.memoryMb/],
    [
      'warm instances for the queue',
      { buckets: ['photos'], invalidation: { provisionedConcurrency: 1 } },
      /invalidation/,
    ],
  ])('%s is refused by name', (_what, input, message) => {
    expect(() => parse(input)).toThrow(SettingsError);
    expect(() => parse(input)).toThrow(message);
  });

  test('a repeated bucket is refused, even if one of them is a construct', () => {
    const imported = Bucket.fromBucketName(new Stack(), 'Imported', 'photos');
    expect(() => parse({ buckets: ['photos', imported] })).toThrow(/photos is listed twice/);
  });

  test('all problems are reported at once', () => {
    const input = { buckets: [{ name: 'photos', events: 'x' }], tracing: 'yes', feed: { maxConcurrency: 1 } };
    expect(() => parse(input)).toThrow(/buckets\[0\]\.events(.|\n)*feed\.maxConcurrency(.|\n)*tracing/);
  });
});

describe('context', () => {
  const folder = mkdtempSync(join(tmpdir(), 's3dex-config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const file = (content: string) => {
    const path = join(folder, `${files++}.json`);
    writeFileSync(path, content);
    return path;
  };

  test('-c buckets=photos,logs is a deployment', () => {
    const { stackName, settings } = deployment({ buckets: 'photos, logs' });
    expect(stackName).toBe('s3dex');
    expect(settings.buckets.map((it) => it.name)).toEqual(['photos', 'logs']);
  });

  test('without any settings, an example is synthesised', () => {
    expect(deployment({})).toMatchObject({
      isExample: true,
      settings: { buckets: [{ name: 'example-bucket' }] },
    });
    expect(deployment({ buckets: 'photos' }).isExample).toBe(false);
  });

  test('-c config=FILE contains all other settings, and may contain the buckets', () => {
    const withBuckets = file('{"buckets": ["photos"], "tracing": true}');
    const without = file('{"logRetentionDays": 7}');
    expect(deployment({ config: withBuckets }).settings.tracing).toBe(true);
    expect(deployment({ config: without, buckets: 'logs' }).settings.logRetentionDays).toBe(7);
    expect(() => deployment({ config: withBuckets, buckets: 'logs' })).toThrow(/given twice/);
  });

  test.each([
    ['a misspelt key', { bukets: 'photos' }, /Unknown setting: -c bukets/],
    ['an empty list', { buckets: '' }, /-c buckets= needs a value/],
    ['a stack name with a space', { buckets: 'photos', stackName: 'my stack' }, /stackName/],
    ['a missing file', { config: '/nowhere/s3dex.json' }, /-c config=\/nowhere\/s3dex\.json: ENOENT/],
  ])('%s is refused with a message for the terminal', (_what, context, message) => {
    expect(() => deployment(context)).toThrow(SettingsError);
    expect(() => deployment(context)).toThrow(message);
  });

  test('a config file that is not a JSON object is refused', () => {
    expect(() => deployment({ config: file('[1]') })).toThrow(/not a JSON object/);
    expect(() => deployment({ config: file('{buckets') })).toThrow(SettingsError);
  });

  test("the CDK's own context keys are not settings", () => {
    const context = { buckets: 'photos', 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:x': true };
    expect(deployment(context).settings.buckets).toHaveLength(1);
  });
});

describe('views', () => {
  const parse = (views: unknown, buckets: unknown = [{ name: 'photos', prefixes: ['a/'] }, 'logs']) =>
    parseSettings({ buckets, views }, 'the test').views;

  test('within what their bucket serves', () => {
    const view = { view: 'team-a', bucket: 'photos', prefixes: ['a/b/'] };
    expect(parse([view, { ...view, view: 'team-b', bucket: 'logs', prefixes: ['x/'] }])).toHaveLength(2);
  });

  test.each([
    [
      'twice',
      [
        { view: 'v-1', bucket: 'logs', prefixes: ['a/'] },
        { view: 'v-1', bucket: 'logs', prefixes: ['b/'] },
      ],
      /views\[1\]: v-1 is listed twice/,
    ],
    [
      'of no served bucket',
      [{ view: 'v-1', bucket: 'other', prefixes: ['a/'] }],
      /other is not a served bucket/,
    ],
    [
      'under the name of a bucket',
      [{ view: 'logs', bucket: 'photos', prefixes: ['a/'] }],
      /logs is the name of a bucket/,
    ],
    [
      'of what the bucket does not serve',
      [{ view: 'v-1', bucket: 'photos', prefixes: ['b/'] }],
      /photos does not serve b\//,
    ],
    [
      'of everything',
      [{ view: 'v-1', bucket: 'logs', prefixes: [] }],
      /for the whole bucket, use the bucket itself/,
    ],
  ])('%s are refused at synth', (_, views, fault) => {
    expect(() => parse(views)).toThrow(fault);
  });
});

describe('settings that do not fit together', () => {
  test.each([
    [
      'a canary that reports events still waiting for a batch',
      { canary: true, feed: { windowSeconds: 31 } },
      /canary.*windowSeconds of at most 30/,
    ],
    [
      'workers that wait longer between two LISTs than they may run',
      { fills: { maxConcurrency: 1000, listsPerSecond: 10 } },
      /fills\.listsPerSecond.*too long/,
    ],
  ])('%s are refused', (_what, settings, fault) => {
    expect(() => parseSettings({ buckets: ['photos'], ...settings }, 'a test')).toThrow(fault);
  });
});
