/**
 * One client served all buckets of a Region, and its limiter, once S3 had throttled one bucket, made the requests of every other bucket wait:
 * a healthy one took 2.0 s.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClients } from '../../lambdas/adapters/s3/clients.ts';

const REQUESTS = 10;
const SLOW_DOWN = '<Error><Code>SlowDown</Code></Error>';
const EMPTY = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';

let server: Server;
let endpoint: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const isThrottled = request.url!.startsWith('/throttled');
    response.writeHead(isThrottled ? 503 : 200).end(isThrottled ? SLOW_DOWN : EMPTY);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Limiter {
  constructor: { setTimeoutFn: (run: () => void, ms: number) => unknown };
}

test('the requests of a healthy bucket do not wait for the limiter of one that S3 throttles', async () => {
  const buckets = ['throttled', 'healthy'].map((name) => ({
    served: { name },
    region: 'eu-west-1',
    endpoint,
  }));
  const clientFor = createClients(buckets);
  const strategy = await clientFor('throttled').config.retryStrategy();
  const { constructor: limiters } = (strategy as unknown as { rateLimiter: Limiter }).rateLimiter;
  /** Of limiters; they are over at once here. */
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
