/**
 * Found by the simulation's rule of the latest observation. One page reaches to the end of its directory, and a later
 * page begins inside it. A reader that had read only the first chunk took it for the only one up to the end. So a
 * newer page did not replace the other chunk, and the names of that chunk were still answered with old data.
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
  // No event is sent for this write.
  world.put('d/b', 2);
  await world.reader.list(question);
  world.now += 10;
  expect(await world.stat('d/b')).toMatchObject({ value: { entry: { sizeBytes: 2 } } });
});
