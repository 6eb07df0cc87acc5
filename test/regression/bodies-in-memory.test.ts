/**
 * Bodies that passed through `s3dex serve` remained in its memory as garbage: a gigabyte raised it from 70 to 250
 * MB.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, jest, test } from '@jest/globals';
import { startUpstream } from '../support/front.ts';
import { startServe } from '../support/serve.ts';

jest.setTimeout(120_000);

const MEGABYTE = 1024 * 1024;
/** TEST_BODY_MB=1024 runs the whole gigabyte. */
const BODY_MB = Number(process.env.TEST_BODY_MB ?? 128);
/** Measured: 12 to 20 with explicit collections, 75 to 190 without. */
const MAX_GROWTH_MB = 45;
const PIECE = Buffer.alloc(MEGABYTE);

const pieces = () =>
  Readable.from(
    (function* () {
      for (let i = 0; i < BODY_MB; i++) yield PIECE;
    })(),
  );

/** The maximum, MB. */
function peakMb(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

async function lengthOf(stream: AsyncIterable<Buffer>): Promise<number> {
  let length = 0;
  for await (const piece of stream) length += piece.length;
  return length;
}

test('bodies that pass through do not remain in memory, downloads or uploads', async () => {
  const upstream = await startUpstream(async (message, response) => {
    const got = await lengthOf(message);
    if (message.method !== 'GET') return void response.end(String(got));
    response.writeHead(200, { 'content-length': message.url === '/b/small' ? 1 : BODY_MB * MEGABYTE });
    if (message.url === '/b/small') response.end('x');
    else await pipeline(pieces(), response);
  });
  const serve = await startServe({
    endpoint: 'http://127.0.0.1:1',
    s3Endpoint: upstream.url,
    env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
  });
  await (await fetch(`${serve.url}/b/small`)).text();
  const before = peakMb(serve.pid);
  const got = await fetch(`${serve.url}/b/large`);
  expect(await lengthOf(got.body as never)).toBe(BODY_MB * MEGABYTE);
  const upload = request(`${serve.url}/b/large`, {
    method: 'PUT',
    headers: { 'content-length': BODY_MB * MEGABYTE },
  });
  const answered = new Promise<string>((resolve) =>
    upload.on('response', async (answer) => resolve(Buffer.concat(await answer.toArray()).toString())),
  );
  await pipeline(pieces(), upload);
  expect(Number(await answered)).toBe(BODY_MB * MEGABYTE);
  const growth = peakMb(serve.pid) - before;
  await serve.stop();
  await upstream.close();
  expect(growth).toBeLessThan(MAX_GROWTH_MB);
});
