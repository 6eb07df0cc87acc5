/**
 * The small tree of the bucket `demo`, which the documents' examples use. It consists of the files in `local/demo`,
 * with fixed times and storage classes, so that sorting has a visible effect.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { contentTypeOf } from './s3/content-type.ts';
import type { Bucket } from './s3/storage.ts';

const FOLDER = new URL('demo/', import.meta.url);

/** Keys and lastModified times in UTC. Old pictures have a cheaper storage class. */
const OBJECTS: readonly [key: string, lastModified: string, storageClass?: string][] = [
  ['docs/2026/minutes-03.md', '2026-03-10T16:40:00Z'],
  ['docs/2026/minutes-04.md', '2026-04-14T17:05:30Z'],
  ['docs/2026/visitors-q1.csv', '2026-04-01T06:00:02Z'],
  ['docs/2026/visitors-q2.csv', '2026-07-01T06:00:01Z'],
  ['docs/README.md', '2026-01-02T09:00:00Z'],
  ['docs/albums.json', '2026-05-03T11:20:45Z'],
  ['docs/handbook.pdf', '2025-06-18T08:30:00Z', 'STANDARD_IA'],
  ['docs/index.html', '2026-05-03T11:21:10Z'],
  ['docs/logo.svg', '2024-11-05T14:00:00Z'],
  ['docs/notes/50% done + more.txt', '2026-02-20T20:15:00Z'],
  ['docs/notes/empty.txt', '2026-02-20T20:16:00Z'],
  ['docs/notes/fête d’été.txt', '2026-06-21T18:00:00Z'],
  ['docs/notes/todo.txt', '2026-05-04T07:45:12Z'],
  ['docs/style.css', '2025-12-30T10:10:10Z'],
  ['photos/2025/12/fireworks.jpg', '2025-12-31T23:04:59Z', 'STANDARD_IA'],
  ['photos/2025/12/snow-on-the-roof.jpg', '2025-12-26T08:12:33Z', 'STANDARD_IA'],
  ['photos/2026/01/frozen-lake.jpg', '2026-01-11T14:22:07Z'],
  ['photos/2026/01/morning-fog.jpg', '2026-01-24T07:55:41Z'],
  ['photos/2026/02/carnival.jpg', '2026-02-16T21:30:18Z'],
  ['photos/2026/02/first-crocus.jpg', '2026-02-27T12:01:09Z'],
  ['photos/2026/03/beach-at-dusk.jpg', '2026-03-14T18:26:53Z'],
  ['photos/2026/03/dunes.jpg', '2026-03-14T15:09:26Z'],
  ['photos/2026/03/harbour.jpg', '2026-03-15T09:41:00Z'],
  ['photos/2026/03/lighthouse at night.jpg', '2026-03-15T22:58:34Z'],
  ['photos/2026/04/alps.jpg', '2026-04-05T10:33:27Z'],
  ['photos/2026/04/meadow.jpg', '2026-04-19T16:44:50Z'],
  ['photos/2026/04/panorama.jpg', '2026-04-20T11:11:11Z'],
  ['photos/cat.jpg', '2026-05-01T08:00:00Z'],
  ['photos/dog.jpg', '2025-08-09T19:20:21Z'],
  ['photos/raw/0001.png', '2026-04-20T11:30:00Z'],
  ['photos/raw/0002.png', '2026-04-20T11:31:00Z'],
];

/** Used by the examples that `npm start` prints. */
export const DEMO_PLACE = {
  bucket: 'demo',
  prefix: 'photos/2026/03/',
  key: 'photos/2026/03/dunes.jpg',
} as const;

/** Adds the tree and returns the number of objects. Sends no events, as if the objects had always existed. */
export function addDemoTree(bucket: Bucket): number {
  for (const [key, lastModified, storageClass = 'STANDARD'] of OBJECTS) {
    const bytes = readFileSync(new URL(key.split('/').map(encodeURIComponent).join('/'), FOLDER));
    const contentType = contentTypeOf(key);
    bucket.objects.set(key, {
      content: contentType === undefined ? {} : { 'content-type': contentType },
      metadata: {},
      storageClass,
      sizeBytes: bytes.length,
      lastModifiedMs: Date.parse(lastModified),
      etag: hash('md5', bytes, 'hex'),
      body: { kind: 'memory', bytes },
    });
  }
  return OBJECTS.length;
}
