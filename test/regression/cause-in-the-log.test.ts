/** S3 or DynamoDB failed, and the log did not say why, although the runbook refers to it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDynamoTable } from '../../lambdas/adapters/dynamodb/table.ts';
import { createFailures, LINES_A_WINDOW, WINDOW_MS } from '../../lambdas/adapters/failure-log.ts';
import { testClient } from '../support/dynalite.ts';
import { openStubbedStore, type StubbedStore } from '../support/stub-s3/store.ts';

const lines: Record<string, unknown>[] = [];
let now = 0;
const { onFailure, during } = createFailures({
  log: { warn: (_message, fields) => void lines.push(fields) },
  now: () => now,
});

let stub: StubbedStore;
beforeAll(async () => {
  stub = await openStubbedStore({ onFailure });
});
afterAll(() => stub.close());

const newLines = () => lines.splice(0);

test('a failed S3 call is logged with call, bucket, error, status, request ids and attempts, and without the key', async () => {
  stub.server.ordered = (_request, response) =>
    void response
      .writeHead(503, { 'x-amz-request-id': 'REQ', 'x-amz-id-2': 'HOST' })
      .end('<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>');
  await stub.store.list({ bucket: 'bkt', prefix: 'secret/', maxKeys: 5 });
  const [line] = newLines();
  expect(line).toMatchObject({
    ...{ calledService: 'S3', call: 'ListObjectsV2', bucket: 'bkt', status: 503, attempts: 1 },
    ...{ errorName: 'SlowDown', errorMessage: 'Please reduce your request rate.' },
    ...{ awsRequestId: 'REQ', awsExtendedRequestId: 'HOST' },
  });
  expect(JSON.stringify(line)).not.toContain('secret');
});

test('an object that does not exist is not logged as a failure', async () => {
  stub.server.ordered = (_request, response) =>
    void response.writeHead(404, { 'x-amz-request-id': '1' }).end();
  await stub.store.head({ bucket: 'bkt', key: 'k' });
  expect(newLines()).toEqual([]);
});

test('a failed DynamoDB call is logged in the same way, with the name of the call', async () => {
  stub.server.ordered = (_request, response) =>
    void response
      .writeHead(400, { 'x-amzn-requestid': 'REQ', 'content-type': 'application/x-amz-json-1.0' })
      .end('{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no table"}');
  const client = testClient(stub.server.endpoint);
  const table = createDynamoTable({ client, tableName: 't', telemetry: { count: () => {} }, onFailure });
  await expect(table.readBucket('bkt')).rejects.toThrow('ResourceNotFoundException');
  client.destroy();
  expect(newLines()).toMatchObject([
    {
      ...{ calledService: 'DynamoDB', call: 'GetItem', status: 400, attempts: 1, awsRequestId: 'REQ' },
      ...{ errorName: 'ResourceNotFoundException', errorMessage: 'no table' },
    },
  ]);
});

test('a question with several failed calls logs one line: the first call, and their number', async () => {
  now += WINDOW_MS;
  const failed = (call: string) => ({ service: 'S3', call, bucket: 'b', error: new Error(call) }) as const;
  const question = async (name: string) => {
    for (let i = 1; i <= 3; i++) {
      onFailure(failed(`${name} ${i}`));
      await Promise.resolve();
    }
    return name;
  };
  // Two questions run at the same time, as in the local stack. One of them throws.
  const asked = [
    during(() => question('one')),
    during(() => question('two').then(Promise.reject.bind(Promise))),
  ];
  expect(await Promise.allSettled(asked)).toMatchObject([{ value: 'one' }, { reason: 'two' }]);
  await during(async () => 'nothing failed');
  expect(newLines()).toMatchObject([
    { call: 'one 1', errorMessage: 'one 1', failedCalls: 3 },
    { call: 'two 1', errorMessage: 'two 1', failedCalls: 3 },
  ]);
});

test('an outage does not fill the log; further failures are only counted', () => {
  now += WINDOW_MS;
  const failed = { service: 'S3', call: 'HeadObject', bucket: 'b', error: new Error('down') } as const;
  for (let i = 0; i < LINES_A_WINDOW + 7; i++) onFailure(failed);
  expect(newLines()).toHaveLength(LINES_A_WINDOW);
  now += WINDOW_MS;
  onFailure(failed);
  expect(newLines()).toMatchObject([{ suppressed: 7 }]);
});
