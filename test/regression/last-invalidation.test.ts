/** When `s3dex serve` was stopped, the invalidation of a write that S3 had just confirmed was cut off. */
import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run } from '../../cli/run.ts';
import { testWorld } from '../support/command-world.ts';
import { startUpstream, type Upstream } from '../support/front.ts';

const served = { name: 'b', events: 'none', listTtlSeconds: 60, statTtlSeconds: 60 };
/** More than the time in which a closed connection is noticed. */
const CLOSED_MS = 200;

let upstream: Upstream;
let service: Upstream;
let onInvalidation: RequestListener;

beforeAll(async () => {
  upstream = await startUpstream((_, response) => response.end());
  service = await startUpstream((request, response) => {
    if (request.url!.endsWith('/invalidations')) return onInvalidation(request, response);
    return response
      .setHeader('content-type', 'application/json')
      .setHeader('connection', 'close')
      .end(JSON.stringify({ buckets: [served] }));
  });
});
afterAll(async () => {
  await upstream.close();
  await service.close();
});

test('an invalidation that is on its way is finished', async () => {
  const stop = new AbortController();
  const { world, out } = testWorld({ signal: stop.signal });
  const places = ['--port', '0', '--endpoint', service.url, '--s3-endpoint', upstream.url];
  const ended = run(['serve', ...places, '--timeout', '60'], world);
  while (out() === '') await wait(10);
  const finished = new Promise((resolve) => {
    onInvalidation = async (_, response) => {
      response.on('close', () => resolve(response.writableFinished));
      stop.abort();
      await ended;
      await wait(CLOSED_MS);
      response.end(JSON.stringify({ invalidatedAt: '2026-11-22T12:00:00.000Z' }));
    };
  });
  await fetch(`${JSON.parse(out()).s3}/b/k`, { method: 'PUT', body: 'x' }).catch(() => {});
  expect(await finished).toBe(true);
});
