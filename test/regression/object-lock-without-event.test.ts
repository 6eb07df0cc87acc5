/**
 * S3 sends no event when an object is locked or put under legal hold. `s3dex serve` answered its HEAD from the index,
 * without the lock, until the stored HEAD's life ended.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../../contract/client.ts';
import type { Serving } from '../../front/serve/server.ts';
import { startFront, startUpstream, type Upstream } from '../support/front.ts';

const OBJECT = { size: 1, etag: '"e"', lastModified: '2026-01-01T00:00:00Z', storageClass: 'STANDARD' };
const CONFIGURATION =
  '<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>';
const BUCKETS = ['locks', 'plain', 'silent'];
let upstream: Upstream;
let front: Serving;

beforeAll(async () => {
  upstream = await startUpstream((message, response) => {
    if (message.method === 'HEAD') response.setHeader('x-amz-object-lock-legal-hold', 'ON').end();
    else if (message.url === '/locks/?object-lock=') response.end(CONFIGURATION);
    else response.writeHead(message.url!.startsWith('/plain') ? 404 : 403).end('<Error/>');
  });
  front = await startFront({ s3Endpoint: upstream.url, client: client() });
});
afterAll(async () => {
  await front.close();
  await upstream.close();
});

/** A service whose index holds a HEAD of every key from before any lock. */
function client(): Client {
  const buckets = BUCKETS.map((name) => ({ name, events: 'none', listTtlSeconds: 60, statTtlSeconds: 60 }));
  return {
    buckets: async () => ({ buckets }),
    statMany: async (_bucket: string, keys: string[]) => ({
      results: keys.map((key) => ({ key, found: true, type: 'object', ...OBJECT })),
      freshness: { age: 5, cacheStatus: { hit: true } },
    }),
  } as unknown as Client;
}

test.each([
  ['locks', 'ON', /fwd=bypass; detail="not-indexed: object lock"/],
  ['plain', null, /hit/],
  // S3 did not say whether the bucket has Object Lock.
  ['silent', null, /hit/],
])('HEAD in the bucket %s', async (bucket, hold, from) => {
  const { headers } = await fetch(`${front.url}/${bucket}/key`, { method: 'HEAD' });
  expect(headers.get('x-amz-object-lock-legal-hold')).toBe(hold);
  expect(headers.get('cache-status')).toMatch(from);
});
