/**
 * All buckets of a Region shared one client. After S3 had throttled one bucket, the limiter of that client delayed
 * the requests of every other bucket: a request to a healthy bucket took 2.0 s.
 */
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClients } from '../../lambdas/adapters/s3/clients.ts';
import { error } from '../support/stub-s3/answers.ts';
import { type StubServer, startStubS3 } from '../support/stub-s3/server.ts';
import { StubS3 } from '../support/stub-s3/stub.ts';

const REQUESTS = 10;

let server: StubServer;
beforeAll(async () => {
  server = await startStubS3([['healthy', new StubS3()]]);
  server.ordered = (request, ...rest) => {
    const answer = request.url!.startsWith('/throttled') ? error(503, 'SlowDown') : server.answer;
    answer(request, ...rest);
  };
});
afterAll(() => server.close());

interface Limiter {
  constructor: { setTimeoutFn: (run: () => void, ms: number) => unknown };
}

test('the requests of a healthy bucket do not wait for the limiter of one that S3 throttles', async () => {
  const buckets = ['throttled', 'healthy'].map((name) => ({
    ...{ served: { name }, region: 'eu-west-1', endpoint: server.endpoint },
  }));
  const clientFor = createClients(buckets);
  const strategy = await clientFor('throttled').config.retryStrategy();
  const { constructor: limiters } = (strategy as unknown as { rateLimiter: Limiter }).rateLimiter;
  /** The number of waits of limiters. In this test, a wait ends immediately. */
  let waits = 0;
  limiters.setTimeoutFn = (run) => {
    waits += 1;
    return setTimeout(run, 0);
  };
  const list = async (bucket: string) => {
    const client = clientFor(bucket);
    client.config.credentials = async () => ({ accessKeyId: 'any', secretAccessKey: 'any' });
    await client.send(new ListObjectsV2Command({ Bucket: bucket })).catch(() => {});
  };
  for (let i = 0; i < REQUESTS && waits === 0; i++) await list('throttled');
  expect(waits).toBeGreaterThan(0);
  waits = 0;
  for (let i = 0; i < REQUESTS; i++) await list('healthy');
  expect(waits).toBe(0);
  for (const { served } of buckets) clientFor(served.name).destroy();
});
