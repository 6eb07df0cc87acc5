/**
 * `s3dex serve` sent a write without a body again when S3 broke off a connection that was used before. S3 may have
 * executed it. Then a rename or a conditional copy fails the second time, which looked as if nothing was written, so
 * its keys were not invalidated; and a second multipart upload began.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Serving } from '../../front/serve/server.ts';
import { startFront, startUpstream, type Upstream } from '../support/front.ts';

let upstream: Upstream;
let front: Serving;
const seen: string[] = [];
const used = new WeakSet<object>();

beforeAll(async () => {
  upstream = await startUpstream((message, response) => {
    seen.push(message.method!);
    // On a very slow machine, the connection of the first request may be closed already.
    const isUsed = used.has(message.socket);
    used.add(message.socket);
    if (seen.length === 2 && (isUsed || message.method !== 'GET')) message.socket.resetAndDestroy();
    else response.end();
  });
  front = await startFront({ s3Endpoint: upstream.url });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

test.each(['POST', 'PUT', 'DELETE'])('a %s that breaks off is sent once, and breaks off', async (method) => {
  seen.length = 0;
  await (await fetch(`${front.url}/b/k`)).text();
  await expect(fetch(`${front.url}/b/k`, { method })).rejects.toThrow('fetch failed');
  expect(seen).toEqual(['GET', method]);
});

test('a GET is sent again', async () => {
  seen.length = 0;
  await (await fetch(`${front.url}/b/k`)).text();
  expect((await fetch(`${front.url}/b/k`)).status).toBe(200);
});
