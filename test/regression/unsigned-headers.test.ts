/**
 * With `--access-key`, `s3dex serve` accepted headers that a presigned URL had not signed, and signed them for S3. So
 * whoever had a presigned PUT of one key could copy any object to it, and make it public. S3 refuses such headers.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Serving } from '../../front/serve/server.ts';
import { startFront, startUpstream, type Upstream } from '../support/front.ts';

const KEY = { accessKeyId: 'MINE', secretAccessKey: 'secret' };
let upstream: Upstream;
let front: Serving;

beforeAll(async () => {
  upstream = await startUpstream(
    (message, response) => void message.resume().on('end', () => response.end()),
  );
  front = await startFront({ s3Endpoint: upstream.url, key: KEY });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

async function presignedPut(signedHeaders: Record<string, string>): Promise<string> {
  const v4 = new SignatureV4({
    ...{ service: 's3', region: 'us-east-1', credentials: KEY, sha256: Sha256 },
    ...{ uriEscapePath: false, applyChecksum: false },
  });
  const { host } = new URL(front.url);
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...signedHeaders };
  const { query = {} } = await v4.presign(
    { method: 'PUT', protocol: 'http:', hostname: '127.0.0.1', path: '/b/k', query: {}, headers },
    { expiresIn: 60, unhoistableHeaders: new Set(Object.keys(signedHeaders)) },
  );
  return `${front.url}/b/k?${new URLSearchParams(query as Record<string, string>)}`;
}

const COPY = { 'x-amz-copy-source': '/private/k' };
const put = async (url: string, headers: Record<string, string>) =>
  (await fetch(url, { method: 'PUT', headers, body: 'x' })).status;

test('a header that the URL did not sign is refused', async () => {
  expect(await put(await presignedPut({}), COPY)).toBe(403);
});

test('a header that it signed, and headers that nobody signs, are accepted', async () => {
  expect(await put(await presignedPut(COPY), COPY)).toBe(200);
  expect(
    await put(await presignedPut({}), { 'content-type': 'text/plain', 'cache-control': 'no-cache' }),
  ).toBe(200);
});
