/**
 * S3 refuses an upload without a length (411). Node adds `Content-Length: 0` to such a request, so `s3dex serve` wrote
 * an empty object instead.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Serving } from '../../front/serve/server.ts';
import { sendRaw, startFront, startUpstream, type Upstream } from '../support/front.ts';

let upstream: Upstream;
let front: Serving;

beforeAll(async () => {
  upstream = await startUpstream((message, response) => {
    const { 'content-length': length, 'transfer-encoding': coding } = message.headers;
    response.setHeader('x-length', length ?? coding ?? 'none').end();
  });
  front = await startFront({ s3Endpoint: upstream.url });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

const lengthSeen = async (method: string, header: string) => {
  const { text } = await sendRaw(
    front.url,
    `${method} /b/k HTTP/1.1\r\nhost: s3\r\nconnection: close\r\n${header}\r\n`,
  );
  return /x-length: (\S+)/i.exec(text)?.[1];
};

test.each(['PUT', 'POST', 'DELETE'])(
  'S3 gets the length of a %s only if the client sent one',
  async (method) => {
    expect(await lengthSeen(method, '')).toBe('none');
    expect(await lengthSeen(method, 'content-length: 0\r\n')).toBe('0');
  },
);
