import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import { MIN_COMPRESSED_BYTES } from '../../../lambdas/http/compression.ts';
import { HIT, service } from './fixture.ts';

const ENTRIES = Array.from(
  { length: 100 },
  (_, index): Entry => ({ type: 'object', name: `cat-${index}.jpg`, sizeBytes: index }),
);
const DECODERS = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync };

const send = (acceptEncoding: string | undefined, entries = ENTRIES, headers = {}) =>
  service({ list: async () => ({ outcome: 'answered', value: { entries }, provenance: HIT }) }).send({
    path: '/v1/buckets/demo/entries',
    headers: { ...(acceptEncoding !== undefined && { 'accept-encoding': acceptEncoding }), ...headers },
  });
const encodingOf = async (acceptEncoding: string) => (await send(acceptEncoding)).headers['Content-Encoding'];

describe('compression', () => {
  test.each(['zstd', 'br', 'gzip'] as const)(
    '%s is sent as base64 and decodes to the answer',
    async (encoding) => {
      const plain = await send(undefined);
      const response = await send(encoding);
      expect(response.isBase64Encoded).toBe(true);
      const decoded = DECODERS[encoding](Buffer.from(response.body, 'base64'));
      expect(decoded.toString()).toBe(plain.body);
      // Everything except the body and its encoding is unchanged, including the weak tag.
      expect(response.headers).toEqual({ ...plain.headers, 'Content-Encoding': encoding });
      expect(plain.headers.vary).toBe('Accept-Encoding');
      expect(plain.isBase64Encoded).toBeUndefined();
    },
  );

  test.each([
    ['gzip, deflate, br, zstd', 'zstd'],
    ['gzip, deflate, br', 'br'],
    ['GZIP', 'gzip'],
    ['*', 'zstd'],
    ['zstd;q=0, *', 'br'],
    ['br;q=0.5, gzip;q=0.1, identity;q=0', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['zstd;q=0.1, br;q=0.1, gzip;q=0.2', 'gzip'],
    ['gzip;q=0.5, br;q=0.5', 'br'],
    ['identity, gzip', 'gzip'],
    ['deflate', undefined],
    ['identity', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['gzip;q=0', undefined],
    ['', undefined],
    ['nonsense', undefined],
    ['gzip;q=high', undefined],
  ])('for %j it is %s', async (accepted, expected) => {
    expect(await encodingOf(accepted)).toBe(expected);
  });

  test('small answers are not compressed', async () => {
    const { body, isBase64Encoded } = await send('br', ENTRIES.slice(0, 5));
    expect(body.length).toBeLessThan(MIN_COMPRESSED_BYTES);
    expect(body.length).toBeGreaterThan(300);
    expect(isBase64Encoded).toBeUndefined();
  });

  test('no-transform is respected', async () => {
    const response = await send('br', ENTRIES, { 'cache-control': 'no-transform' });
    expect(response.isBase64Encoded).toBeUndefined();
    expect(JSON.parse(response.body).entries).toHaveLength(100);
  });

  test('a HEAD and a 304 have nothing to compress', async () => {
    const { etag } = (await send('br')).headers;
    expect(await send('br', ENTRIES, { 'if-none-match': etag })).toMatchObject({ statusCode: 304, body: '' });
  });
});
