/**
 * A HEAD answered from the index lacked the headers without a field of their own: encryption, replication,
 * expiration, and any that S3 adds later. `--head full` promises everything that S3's own HEAD returned.
 */
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client, StatResult } from '../../contract/client.ts';
import { outputOf } from '../../front/plugin/output.ts';
import { answerHead } from '../../front/resolver/head-answer.ts';
import { StatGather } from '../../front/resolver/stat-gather.ts';
import { foundText, parseFound } from '../../lambdas/adapters/dynamodb/found.ts';
import { encodeStatResult } from '../../lambdas/http/wire-format.ts';
import { openStubbedStore, type StubbedStore } from '../support/stub-s3/store.ts';

const USUAL = {
  'accept-ranges': 'bytes',
  'content-length': '1',
  'content-type': 'text/plain',
  etag: '"e"',
  'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
};
const OTHERS = {
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:eu-central-1:1:key/k',
  'x-amz-server-side-encryption-bucket-key-enabled': 'true',
  'x-amz-website-redirect-location': '/there',
  'x-amz-expiration': 'expiry-date="Fri, 21 Dec 2029 00:00:00 GMT", rule-id="old"',
  'x-amz-replication-status': 'COMPLETED',
  'x-amz-missing-meta': '2',
  'x-amz-tagging-count': '3',
  'x-amz-storage-class': 'GLACIER',
  'x-amz-archive-status': 'ARCHIVE_ACCESS',
  'x-amz-thing-of-2030': 'yes',
};
/** Headers of the answer, not of the object. */
const OF_THE_ANSWER = { 'x-amz-request-id': 'R', 'x-amz-id-2': 'I', 'x-amz-request-charged': 'requester' };

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore();
});
afterAll(() => stub.close());

/** S3's answer passes through the adapter, the stored text, the service's JSON and the resolver. */
async function headThroughIndex(headers: Record<string, string>) {
  stub.server.ordered = (_request, response) => response.writeHead(200, headers).end();
  const seen = await stub.store.head({ bucket: 'bkt', key: 'k' });
  if (seen.outcome !== 'present') throw new Error(JSON.stringify(seen));
  const found = parseFound(foundText({ says: 'object', entry: seen.entry, detail: seen.detail }), 'k');
  if (found.says !== 'object') throw new Error(found.says);
  const { entry, detail } = found;
  const stat = { type: 'object', key: 'k', entry, detail } as const;
  const result = JSON.parse(JSON.stringify(encodeStatResult({ key: 'k', found: true, stat }))) as StatResult;
  const client = { statMany: async () => ({ results: [result], freshness: {} }) } as unknown as Client;
  const parts = { client, gather: new StatGather(client, { detail: 'full' }), mode: 'full' } as const;
  return answerHead(parts, {
    ...{ operation: 'HeadObject', bucket: 'bkt', key: 'k' },
    parameters: new Map(),
    headers: new Map(),
  });
}

test('every header of the object is returned, and none of the original answer', async () => {
  expect(await headThroughIndex({ ...USUAL, ...OTHERS, ...OF_THE_ANSWER })).toMatchObject({
    outcome: 'answered',
    headers: { ...USUAL, ...OTHERS },
  });
  const answered = await headThroughIndex({ ...USUAL, ...OTHERS, ...OF_THE_ANSWER });
  for (const name of Object.keys(OF_THE_ANSWER)) expect(answered).not.toHaveProperty(['headers', name]);
});

test("the plugin's output equals the SDK's", async () => {
  stub.server.ordered = (_request, response) => response.writeHead(200, { ...USUAL, ...OTHERS }).end();
  const s3 = new S3Client({
    ...{ endpoint: stub.server.endpoint, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const { $metadata: _, ...said } = await s3.send(new HeadObjectCommand({ Bucket: 'bkt', Key: 'k' }));
  s3.destroy();
  const answered = await headThroughIndex({ ...USUAL, ...OTHERS });
  if (answered.outcome !== 'answered') throw new Error(answered.reason);
  const { $metadata: __, ...output } = outputOf(answered) as { $metadata: object };
  expect(output).toEqual(said);
});

test.each([
  ['x-amz-object-lock-mode', 'GOVERNANCE'],
  ['x-amz-object-lock-legal-hold', 'ON'],
  ['x-amz-replication-status', 'PENDING'],
])('%s: %s may change without an event, so S3 is asked', async (name, value) => {
  expect(await headThroughIndex({ ...USUAL, [name]: value })).toEqual({
    outcome: 'pass',
    reason: 'not-indexed',
    detail: name,
  });
});
