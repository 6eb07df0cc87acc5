import { expect, test } from '@jest/globals';
import { startLocalS3 } from '../../../local/s3/server.ts';
import { findPlace, tourLines } from '../../../local/tour.ts';

const URLS = { apiUrl: 'http://127.0.0.1:4000', s3Url: 'http://127.0.0.1:4001' };
const BOTH = { events: true, writable: true };

test('names are escaped for the shell and for the URL', () => {
  const lines = tourLines(URLS, { bucket: 'demo', prefix: "it's a+b/", key: "it's a+b/c&d?.txt" }, BOTH);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain(
    "'http://127.0.0.1:4000/v1/buckets/demo/entries?prefix=it%27s%20a%2Bb/&limit=5'",
  );
  expect(lines[1]).toContain('key=it%27s%20a%2Bb/c%26d%3F.txt');
  expect(lines[2]).toContain("'http://127.0.0.1:4001/demo/it%27s%20a%2Bb/hello-s3dex.txt'");
});

test('for an empty bucket, the tour first puts an object', () => {
  const [first] = tourLines(URLS, { bucket: 'mine', prefix: '' }, BOTH);
  expect(first).toMatch(/^curl -s -X PUT .*mine\/hello-s3dex\.txt' && .*_local\/settle/);
});

test('on an external server nothing is written, and without events there is no settle step', () => {
  const place = { bucket: 'mine', prefix: '', key: 'k' };
  expect(tourLines(URLS, place, { events: true, writable: false }).join()).not.toContain('PUT');
  expect(tourLines(URLS, place, { events: false, writable: true }).join()).not.toContain('settle');
});

test('the key that it names exists, even if XML cannot represent it', async () => {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  const s3 = await startLocalS3({ port: 0 });
  s3.storage.createBucket('mine');
  s3.storage.put('mine', { key: '\u0001 +%2F', sizeBytes: 1, etag: 'e', lastModifiedMs: 0 });

  const place = await findPlace({ uncountedS3Url: s3.url, buckets: ['mine'] });

  expect(place).toEqual({ bucket: 'mine', prefix: '', key: '\u0001 +%2F' });
  await s3.close();
});
