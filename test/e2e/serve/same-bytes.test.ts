/** A listing from the index is byte for byte the same as S3's. */

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { ODD_KEYS } from '../../contract/local-s3/endpoint.ts';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(180_000);

const BUCKET = 'odd';
let stack: RunningStack;
let serve: RunningServe;

beforeAll(async () => {
  stack = await startStack(['--bucket', BUCKET], {
    S3DEX_BUCKETS: JSON.stringify([{ name: BUCKET, events: 's3', tree: {} }]),
  });
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url, flags: ['--head', 'listing'] });
  const nested = ODD_KEYS.filter((key) => Buffer.byteLength(key) < 900).map((key) => `deep/${key}`);
  // The SDK adds checksums to these objects, and S3's listings mention checksums.
  for (const Key of [...ODD_KEYS, ...nested])
    await stack.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Buffer.from(Key) }));
  await stack.settle();
});
afterAll(async () => {
  await serve.stop();
  await stack.stop();
});

async function both(query: string): Promise<{ ours: string; theirs: string; status: string }> {
  const [ours, theirs] = await Promise.all(
    [serve.url, stack.s3Url].map((url) => fetch(`${url}/${BUCKET}?${query}`)),
  );
  return {
    ours: await ours!.text(),
    theirs: await theirs!.text(),
    status: ours!.headers.get('cache-status') ?? '',
  };
}

const ASKED = [
  '',
  'prefix=deep%2F',
  'prefix=deep%2Fe',
  'prefix=nothing%2F',
  'prefix=deep%2F&start-after=deep%2Fe',
].flatMap((rest) => [1, 3, 1000].map((maxKeys) => `${rest}&max-keys=${maxKeys}`));

test.each(ASKED)('V2 with a delimiter: %s', async (rest) => {
  const { ours, theirs, status } = await both(`list-type=2&delimiter=%2F&encoding-type=url&${rest}`);
  expect(ours).toBe(theirs);
  expect(status).toMatch(/^s3dex; (hit|fwd=(miss|partial))/);
});

test.each(ASKED)('V2 without one, V1, and with owners: %s', async (rest) => {
  const ways = ['list-type=2&', 'list-type=2&fetch-owner=true&delimiter=%2F&', 'delimiter=%2F&', ''];
  for (const way of ways) {
    const place = way.startsWith('list-type') ? rest : rest.replace('start-after', 'marker');
    const { ours, theirs, status } = await both(`${way}encoding-type=url&${place}`);
    expect(ours).toBe(theirs);
    expect(status).toMatch(/^s3dex; (hit|fwd=(miss|partial))/);
  }
});

test.each(ASKED)('unencoded names are the same from the index and from S3: %s', async (rest) => {
  for (const way of ['list-type=2&', 'list-type=2&delimiter=%2F&', '']) {
    const { ours, theirs } = await both(`${way}${rest}`);
    expect(ours).toBe(theirs);
  }
});

test('pages of 3 by tokens', async () => {
  const start = 'list-type=2&delimiter=%2F&encoding-type=url&max-keys=3';
  let token = '';
  for (let pages = 0; pages < 30; pages++) {
    const { ours, theirs, status } = await both(`${start}${token}`);
    expect(ours).toBe(theirs);
    expect(status).toMatch(/^s3dex; (hit|fwd=(miss|partial))/);
    const next = /<NextContinuationToken>([^<]+)</.exec(ours)?.[1];
    if (next === undefined) return;
    token = `&continuation-token=${encodeURIComponent(next)}`;
  }
  throw new Error('no end');
});
