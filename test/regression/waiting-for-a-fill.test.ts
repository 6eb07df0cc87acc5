/** A request waits for another instance's fill, but may use neither its result nor the earlier data. */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { type Listing, ORDINARY, World } from '../support/world.ts';

test('a request does not wait again and again for a page that it may not use', async () => {
  let reads = 0;
  const counting = (inner: IndexTable): IndexTable => ({
    ...inner,
    readChunks: async (...asked) => {
      reads++;
      return inner.readChunks(...asked);
    },
  });
  const world = new World({ table: counting });
  const keys = Array.from({ length: 100 }, (_, i) => `d/${i}`);
  for (const key of keys) world.put(key);
  await world.list('d/');
  await world.putAndTell(...keys);
  world.now += 5_000;
  // Another instance took the lease and then ended.
  const lease = { until: world.now + 1, now: world.now, leaseUntil: world.now + 1_500 };
  await world.table.acquireFill({ bucket: world.bucket.name, prefix: 'd/' }, lease);
  reads = 0;
  const listing = await world.list('d/', { reader: world.newReader() });
  expect(listing.names).toHaveLength(100);
  expect(reads).toBeLessThan(20);
});

test('a request with max-age=0 does not wait for a fill that has ended', async () => {
  let startedAt = 0;
  let second: Promise<Listing> | undefined;
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      if (!second) {
        second = world.list('d/', { reader: world.newReader(), freshness: { ...ORDINARY, maxAgeMs: 0 } });
        // S3 answers while the other request waits.
        while (world.now < startedAt + 100) await Promise.resolve();
      }
      return inner.list(request);
    },
  });
  const world = new World({ store });
  world.put('d/a');
  startedAt = world.now;
  await world.list('d/');
  const answeredAt = world.now;
  expect((await second)?.names).toEqual(['a']);
  expect(world.now - answeredAt).toBeLessThan(500);
});
