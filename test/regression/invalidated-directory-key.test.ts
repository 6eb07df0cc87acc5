/** A key that ends in `/` names a directory: once it is invalidated, its totals are counted anew. */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

test.each(['d/', ''])(
  'nothing of %j that was observed before its invalidation is answered again',
  async (key) => {
    const world = new World();
    world.put(`${key}a`);
    await world.stat(key);
    // Its event is lost: that is what invalidations are for.
    world.put(`${key}b`);
    world.now += 1_000;

    const done = await world.reader.invalidate({ bucket: world.bucket, keys: [key], prefixes: [] });

    if (done.outcome !== 'answered') throw new Error(done.code);
    const answer = await world.stat(key);
    expect(answer).toMatchObject({ outcome: 'answered', value: { totals: { objects: 2 } } });
    expect(answer.provenance?.observedAt).toBeGreaterThan(done.invalidatedAt);
  },
);
