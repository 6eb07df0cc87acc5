/**
 * A page that goes to the end of its directory, and a later one that begins inside it: who had read the first chunk alone took it for all
 * there is up to the end, so a newer page did not replace the other one, whose names went on being answered as they were. Found by the
 * simulation's rule of the latest observation.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const NO_CACHE = { ...ORDINARY, noCache: true };

test('a page replaces a chunk that starts inside the range of the one that was read', async () => {
  const world = new World();
  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 1, freshness: NO_CACHE };
  world.put('d/a', 1);
  world.put('d/b', 1);
  await world.reader.list(question);
  world.now += 10;
  await world.reader.list({ ...question, after: 'a' });
  world.now += 10;
  // Nobody told of it.
  world.put('d/b', 2);
  await world.reader.list(question);
  world.now += 10;
  expect(await world.stat('d/b')).toMatchObject({ value: { entry: { sizeBytes: 2 } } });
});
