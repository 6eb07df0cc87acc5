/**
 * `s3dex serve` sent the body of a DELETE without a length as if it were the next request on the connection, with S3's
 * answer to it going to the next client; and the length of a GET's body without the body, so that S3 took the next
 * client's request for the body.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Serving } from '../../front/serve/server.ts';
import { sendRaw, startFront, startUpstream, type Upstream } from '../support/front.ts';

const BODY = 'GET /b/of-others HTTP/1.1\r\nhost: s3\r\n\r\n';
const WITHOUT_LENGTH = `transfer-encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
const WITH_LENGTH = `content-length: ${BODY.length}\r\n\r\n${BODY}`;

let upstream: Upstream;
let front: Serving;
let seen: { method?: string; body: string }[];

beforeAll(async () => {
  upstream = await startUpstream(async (message, response) => {
    seen.push({ method: message.method, body: Buffer.concat(await message.toArray()).toString() });
    response.end();
  });
  front = await startFront({ s3Endpoint: upstream.url });
});
beforeEach(() => {
  seen = [];
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

const METHODS = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PUT', 'POST'];
test.each(METHODS.flatMap((method) => [WITHOUT_LENGTH, WITH_LENGTH].map((rest) => [method, rest] as const)))(
  'S3 gets the body of a %s as its body: %j',
  async (method, rest) => {
    const { text } = await sendRaw(
      front.url,
      `${method} /b/k HTTP/1.1\r\nhost: s3\r\nconnection: close\r\n${rest}`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(seen).toEqual([{ method, body: BODY }]);
  },
);
