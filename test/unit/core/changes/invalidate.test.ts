/**
 * As in S3, a prefix need not be a directory. If it is not, the directory that contains it is invalidated completely.
 */
import { expect, test } from '@jest/globals';
import { World } from '../../../support/world.ts';

test.each(['d/x', 'd/xy/z', 'x'])('a prefix that ends inside a name: %j', async (prefix) => {
  const world = new World();
  const directory = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  world.put(`${directory}x1`);
  await world.stat(directory);
  // The event is lost. Invalidations exist for such cases.
  world.put(`${directory}x2`);
  world.now += 1_000;
  const done = await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes: [prefix] });
  expect(done).toMatchObject({ outcome: 'answered' });
  expect(await world.stat(directory)).toMatchObject({ value: { totals: { objects: 2 } } });
});
