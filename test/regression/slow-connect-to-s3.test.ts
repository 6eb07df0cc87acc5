/**
 * The limit of four seconds after which idle connections to S3 are closed also ended requests whose connection was
 * not established yet. So on a busy machine, some of 1,000 concurrent requests were answered with 500.
 */
import diagnostics from 'node:diagnostics_channel';
import { expect, test } from '@jest/globals';
import { placesOf } from '../../front/serve/places.ts';
import { Upstream } from '../../front/serve/upstream.ts';
import { startUpstream } from '../support/front.ts';

const BUSY_MS = 4_200;

test('a request waits for its connection', async () => {
  const s3 = await startUpstream((_message, response) => response.end('from S3'));
  const signer = { credentials: async () => undefined, now: Date.now };
  const upstream = new Upstream({ placeOf: placesOf(s3.url), signer });
  let wasBusy = false;
  const connecting = () =>
    process.nextTick(() => {
      // The process is busy until the limit has passed. Its timers run before it learns that the connection is
      // established.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS);
      wasBusy = true;
    });
  diagnostics.subscribe('net.client.socket', connecting);
  const { signal } = new AbortController();
  const request = {
    method: 'GET',
    bucket: 'b',
    key: 'k',
    query: new Map<string, string>(),
    headers: {},
    signal,
  };
  const answer = await upstream.send(request, 'us-east-1').finally(() => {
    diagnostics.unsubscribe('net.client.socket', connecting);
  });
  expect(Buffer.concat(await answer.toArray()).toString()).toBe('from S3');
  expect(wasBusy).toBe(true);
  upstream.close();
  await s3.close();
});
