/** A key that ends in `/` names a directory. When it is invalidated, its totals must be counted again. */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

test.each(['d/', ''])('nothing observed about %j before its invalidation is used again', async (key) => {
  const world = new World();
  world.put(`${key}a`);
  await world.stat(key);
  // The event is lost. Invalidations exist for such cases.
  world.put(`${key}b`);
  world.now += 1_000;

  const done = await world.reader.invalidate({ bucket: world.bucket, keys: [key], prefixes: [] });

  if (done.outcome !== 'answered') throw new Error(done.code);
  const answer = await world.stat(key);
  expect(answer).toMatchObject({ outcome: 'answered', value: { totals: { objects: 2 } } });
  expect(answer.provenance?.observedAt).toBeGreaterThan(done.invalidatedAt);
});
