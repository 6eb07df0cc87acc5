/**
 * Buckets with old names (`My_Bucket`), which still exist on S3 and other stores, were refused by `--bucket` and by
 * the deployment's settings.
 */
import { expect, test } from '@jest/globals';
import { parseS3Url } from '../../cli/s3-url.ts';
import { readListingSettings } from '../../lambdas/adapters/env.ts';
import { parseArguments } from '../../local/arguments.ts';
import { resourcesOf, synthesize } from '../infra/synth.ts';

const OLD = ['My_Bucket', 'a..b', '_x_', `Long${'g'.repeat(251)}`];

test.each(OLD)('--bucket accepts %s with another S3 server', (name) => {
  expect(parseArguments(['--s3-endpoint', 'http://127.0.0.1:1', '--bucket', name]).buckets).toEqual([name]);
});

// CDK refuses longer names, and names that begin or end with a sign.
test.each(['My_Bucket', 'Old-Photos.2010_A'])("the deployment's settings accept %s", (name) => {
  const template = synthesize({ buckets: [name] });
  const [notifications] = resourcesOf(template, 'Custom::S3BucketNotifications');
  expect(notifications![1].Properties.BucketName).toBe(name);
  expect(JSON.stringify(template.toJSON())).toContain(`:s3:::${name}/*`);
});

test.each(OLD)('the functions and the command accept %s', (name) => {
  const settings = readListingSettings({
    S3DEX_TABLE: 'index',
    S3DEX_BUCKETS: JSON.stringify([{ name, events: 's3' }]),
    AWS_REGION: 'eu-west-1',
  });
  expect(settings.buckets[0]!.served.name).toBe(name);
  expect(parseS3Url(`s3://${name}/a/b`)).toEqual({ bucket: name, key: 'a/b' });
});
