import { expect, test } from '@jest/globals';
import { tourLines } from '../../../local/tour.ts';

const URLS = { apiUrl: 'http://127.0.0.1:4000', s3Url: 'http://127.0.0.1:4001' };
const BOTH = { events: true, writable: true };

test('names are written so that neither the shell nor the URL takes them for its own', () => {
  const lines = tourLines(URLS, { bucket: 'demo', prefix: "it's a+b/", key: "it's a+b/c&d?.txt" }, BOTH);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain(
    "'http://127.0.0.1:4000/v1/buckets/demo/entries?prefix=it%27s%20a%2Bb/&limit=5'",
  );
  expect(lines[1]).toContain('key=it%27s%20a%2Bb/c%26d%3F.txt');
  expect(lines[2]).toContain("'http://127.0.0.1:4001/demo/it%27s%20a%2Bb/hello-s3dex.txt'");
});

test('in an empty bucket something is put before it is asked for', () => {
  const [first] = tourLines(URLS, { bucket: 'mine', prefix: '' }, BOTH);
  expect(first).toMatch(/^curl -s -X PUT .*mine\/hello-s3dex\.txt' && .*_local\/settle/);
});

test("on somebody else's server nothing is written, and without events nothing is settled", () => {
  const place = { bucket: 'mine', prefix: '', key: 'k' };
  expect(tourLines(URLS, place, { events: true, writable: false }).join()).not.toContain('PUT');
  expect(tourLines(URLS, place, { events: false, writable: true }).join()).not.toContain('settle');
});
