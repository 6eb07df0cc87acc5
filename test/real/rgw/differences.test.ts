/**
 * Known differences between the local S3 endpoint and Ceph RGW, where RGW differs from S3, each with a statement of
 * the Ceph project. When a newer RGW behaves like S3, its line here fails and can be removed. `none found`:
 * ceph/ceph's issues and pull requests and the pages of tracker.ceph.com were searched for the names of the parameter
 * and the element (November 2026).
 */
import {
  CreateBucketCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalS3, startLocalS3 } from '../../../local/s3/server.ts';
import { testS3Client } from '../../contract/object-store/open.ts';
import { type Rgw, startRgw } from '../../support/rgw.ts';

interface Difference {
  upstream: string;
  show: (client: S3Client) => Promise<unknown>;
  rgw: unknown;
  ours: unknown;
}

const Bucket = 'differences';
const KEYS = [' ', 'a', 'é/x', 'é/y', 'ü'];
const url = { EncodingType: 'url' } as const;

const one = (client: S3Client, over: object) =>
  client.send(new ListObjectsCommand({ Bucket, MaxKeys: 1, ...over }));
const two = async (client: S3Client, over: object) => {
  try {
    return await client.send(new ListObjectsV2Command({ Bucket, ...over }));
  } catch (error) {
    return { error: (error as Error).name };
  }
};

const DIFFERENCES: Record<string, Difference> = {
  'a negative max-keys': {
    upstream: 'none found; github.com/ceph/ceph/pull/21285 (tracker 23586) refuses what is no number',
    show: async (client) => {
      const answer = await two(client, { MaxKeys: -1 });
      return 'error' in answer ? answer.error : answer.KeyCount;
    },
    rgw: 0,
    ours: 'InvalidArgument',
  },
  'a continuation token that nobody gave': {
    upstream: 'github.com/ceph/ceph/pull/28988: "works just like a marker", and left so',
    show: async (client) => {
      const answer = await two(client, { ContinuationToken: 'b' });
      return 'error' in answer ? answer.error : answer.Contents?.map(({ Key }) => Key);
    },
    rgw: ['é/x', 'é/y', 'ü'],
    ours: 'InvalidArgument',
  },
  'a token is a key, as it stands in the XML': {
    upstream: 'github.com/ceph/ceph/pull/28988',
    show: async (client) => {
      const answer = await two(client, { MaxKeys: 1, ...url });
      return 'error' in answer ? answer.error : answer.NextContinuationToken === KEYS[0];
    },
    rgw: true,
    ours: false,
  },
  'NextMarker under encoding-type=url': {
    upstream: 'github.com/ceph/ceph/pull/54837 (merged after RGW 16)',
    show: async (client) => (await one(client, { Marker: 'a', Delimiter: '/', ...url })).NextMarker,
    rgw: 'é/',
    ours: '%C3%A9/',
  },
  'NextMarker without a delimiter': {
    upstream: 'none found',
    show: async (client) => (await one(client, {})).NextMarker,
    rgw: ' ',
    ours: undefined,
  },
  'a slash of a Key under encoding-type=url': {
    upstream:
      'none found for Key; tracker.ceph.com/issues/41870 leaves it alone in CommonPrefixes, as S3 does',
    show: async (client) => (await one(client, { Marker: 'a', ...url })).Contents?.[0]?.Key,
    rgw: '%C3%A9%2Fx',
    ours: '%C3%A9/x',
  },
};

let rgw: Rgw;
let local: LocalS3;
let localClient: S3Client;

beforeAll(async () => {
  rgw = await startRgw();
  local = await startLocalS3({ port: 0 });
  localClient = testS3Client({ endpoint: local.url, accessKeyId: 'any', secretAccessKey: 'any' });
  for (const client of [rgw.client, localClient]) {
    await client.send(new CreateBucketCommand({ Bucket }));
    for (const Key of KEYS) await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  }
}, 180_000);
afterAll(async () => {
  localClient?.destroy();
  await local?.close();
  await rgw?.stop();
});

test.each(Object.entries(DIFFERENCES))('%s', async (_name, { show, ...said }) => {
  expect({ rgw: await show(rgw.client), ours: await show(localClient) }).toEqual({
    rgw: said.rgw,
    ours: said.ours,
  });
});
