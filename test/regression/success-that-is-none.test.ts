/**
 * Found by the fault matrix. A 200 without a body, or with another document in it, was treated as "nothing there". So
 * marks were overlooked and outdated entries answered, events were acknowledged without a mark, and a web page became
 * an object.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoTable } from '../../lambdas/adapters/dynamodb/table.ts';
import { EVERYTHING, START } from '../../lambdas/core/model/range.ts';
import { type IndexTable, IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { testClient } from '../support/dynalite.ts';
import { openStubbedStore, type StubbedStore } from '../support/stub-s3/store.ts';

const directory = { bucket: 'bkt', prefix: 'd/' };

let stub: StubbedStore;
let client: DynamoDBClient;
let table: IndexTable;

beforeAll(async () => {
  stub = await openStubbedStore();
  client = testClient(stub.server.endpoint);
  table = createDynamoTable({ client, tableName: 't', telemetry: { count: () => {} } });
});
afterAll(async () => {
  client.destroy();
  await stub.close();
});

const answers = (body: string, headers: Record<string, string>) => {
  stub.server.ordered = (_request, response) => void response.writeHead(200, headers).end(body);
};

describe.each([
  ['nothing', ''],
  ['an empty document', '{}'],
  ['another document', '{"TableNames":[],"Item":null,"Items":null}'],
  ['an error', '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"because"}'],
])('DynamoDB answers 200 and %s', (_what, body) => {
  test.each<[string, () => Promise<unknown>]>([
    ['the bucket item is not known to be absent', () => table.readBucket('bkt')],
    ['a head is not known to be absent', () => table.readHead(directory)],
    ['heads are not known to be absent', () => table.readHeads([directory])],
    ['chunks are not known to be absent', () => table.readChunks(directory, { from: START, limit: 3 })],
    ['records are not known to be absent', () => table.readRecords(directory, { ...EVERYTHING, limit: 3 })],
    ['a record is not known to be absent', () => table.readRecord(directory, 'n')],
    ['a mark is not known to stand', () => table.writeMarks(directory, 'n', { vanishedAt: 1 }, 2)],
    ['a floor is not known to stand', () => table.raiseFloor('bkt', 'd/', 1, 0)],
    ['a watch is not known to stand', () => table.extendWatch(directory, { until: 3, atLeast: 2, now: 1 })],
  ])('%s', async (_name, ask) => {
    answers(body, { 'content-type': 'application/x-amz-json-1.0' });
    await expect(ask()).rejects.toThrow(IndexUnavailable);
  });
});

test.each([
  ['nothing', { 'content-type': 'application/xml', 'content-length': '0' }],
  ['the headers of a web page', { 'content-type': 'text/html', 'content-length': '66' }],
])('S3 answers a HEAD with 200 and %s: this is not an object', async (_what, headers) => {
  answers('', headers);
  expect(await stub.store.head({ bucket: 'bkt', key: 'k' })).toMatchObject({ reason: 'invalid-response' });
});
