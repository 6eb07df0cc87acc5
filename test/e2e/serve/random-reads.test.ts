/**
 * Random reads, with writes between them, have the same status, headers and bytes through `s3dex serve` as without
 * it. `TEST_READS=20000` is the long run; `TEST_READS_SEED` sets the seed.
 */
import { isDeepStrictEqual } from 'node:util';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Seeded, seeded } from '../../../bench/seeded.ts';
import { ODD_KEYS } from '../../contract/local-s3/endpoint.ts';
import { exchange } from '../../support/s3-requests/exchange.ts';
import { randomRead, type Surroundings } from '../../support/s3-requests/random-read.ts';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(3_600_000);

const READS = Number(process.env.TEST_READS ?? 60);
const SEED = Number(process.env.TEST_READS_SEED ?? 1);
const READS_A_WRITE = 20;
const MAX_TOKENS = 20;
const MAX_DIFFERENCES = 5;
const BUCKETS = ['tree', 'flat'];
const SHORT = ODD_KEYS.filter((key) => Buffer.byteLength(key) < 900);
const KEYS = [...ODD_KEYS, ...SHORT.map((key) => `deep/${key}`), ...SHORT.map((key) => `deep/er/${key}`)];
let stack: RunningStack;
let serve: RunningServe;

beforeAll(async () => {
  const served = [
    { name: 'tree', events: 's3', tree: {} },
    { name: 'flat', events: 's3' },
  ];
  stack = await startStack(
    BUCKETS.flatMap((name) => ['--bucket', name]),
    { S3DEX_BUCKETS: JSON.stringify(served) },
  );
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url });
});
afterAll(async () => {
  await serve?.stop();
  await stack?.stop();
});

test.each(BUCKETS)('bucket %s', async (bucket) => {
  const random = seeded(SEED);
  const around = { buckets: [bucket, ...BUCKETS], keys: KEYS, tokens: [] as string[], etags: ['"none"'] };
  const client = serve.client();
  await Promise.all(KEYS.filter(() => random.below(3) > 0).map(put));
  await stack.settle();
  const differences: unknown[] = [];
  for (let number = 0; number < READS && differences.length < MAX_DIFFERENCES; number++) {
    if (number % READS_A_WRITE === 0) await write(random);
    const found = await difference(random, around);
    if (found !== undefined) differences.push({ number, ...found });
  }
  expect(differences).toEqual([]);
  const { answered } = await serve.stats();
  for (const operation of ['ListObjectsV2', 'HeadObject']) expect(answered[operation]).toBeGreaterThan(0);

  async function write({ below }: Seeded): Promise<void> {
    const Key = KEYS[below(KEYS.length)]!;
    if (below(2) === 0) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    else await put(Key);
  }

  async function put(Key: string): Promise<void> {
    const Body = Buffer.from(`${Key} ${random.hex(2)}`);
    const { ETag } = await client.send(
      new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: 'text/x', Metadata: { of: 'a test' } }),
    );
    around.etags = [ETag!, ...around.etags.slice(0, MAX_TOKENS)];
  }
});

async function difference(
  random: Seeded,
  around: Surroundings & { tokens: string[] },
): Promise<object | undefined> {
  const asked = randomRead(random, around);
  const [through, direct] = await Promise.all([serve.url, stack.s3Url].map((url) => exchange(url, asked)));
  const token = /<NextContinuationToken>([^<]+)</.exec(direct!.answer.body)?.[1];
  if (token !== undefined) around.tokens = [token, ...around.tokens.slice(0, MAX_TOKENS)];
  return isDeepStrictEqual(through!.answer, direct!.answer)
    ? undefined
    : { asked, through, direct: direct!.answer };
}
