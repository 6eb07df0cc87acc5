/**
 * Found by the fault matrix: a 200 without a body, or with another document in it, was treated as "nothing there".
 * Marks were overlooked and outdated entries answered, events were acknowledged without a mark, and a web page
 * became an object.
 */

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoTable } from '../../lambdas/adapters/dynamodb/table.ts';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import { EVERYTHING, START } from '../../lambdas/core/model/range.ts';
import { type IndexTable, IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { testClient } from '../support/dynalite.ts';

const telemetry = { count: () => {} };
const directory = { bucket: 'bkt', prefix: 'd/' };

let server: Server;
let answer: (response: ServerResponse) => void;
let table: IndexTable;
let store: ObjectStore;
let close: () => void;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const client = testClient(endpoint);
  const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  table = createDynamoTable({ client, tableName: 't', telemetry });
  store = createS3Store({ clientFor: () => s3, telemetry });
  close = () => {
    client.destroy();
    s3.destroy();
  };
});
afterAll(async () => {
  close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const answers = (body: string, headers: Record<string, string>) => {
  answer = (response) => void response.writeHead(200, headers).end(body);
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
  expect(await store.head({ bucket: 'bkt', key: 'k' })).toMatchObject({ reason: 'invalid-response' });
});
