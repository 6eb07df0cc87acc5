import { describe, expect, test } from '@jest/globals';
import { BUCKET, HOUR_MS, World } from '../../../support/world.ts';

describe('the fill lease', () => {
  test('passes to exactly one of the instances that wait for a crashed instance', async () => {
    const world = new World();
    world.put('a/x');
    const directory = { bucket: BUCKET, prefix: 'a/' };
    const leaseUntil = world.now + 1_000;
    await world.table.acquireFill(directory, { until: world.now + HOUR_MS, now: world.now, leaseUntil });
    const readers = Array.from({ length: 10 }, () => world.newReader());
    const calls = await world.callsOf(async () => {
      const listings = await Promise.all(readers.map((reader) => world.list('a/', { reader })));
      for (const { names } of listings) expect(names).toEqual(['x']);
    });
    expect(calls).toEqual({ list: 1, head: 0 });
  });

  test('is not waited for after its fill has ended', async () => {
    const world = new World();
    for (let i = 0; i < 500; i++) world.put(`a/f${i}`);
    await world.list('a/');
    await world.putAndTell(...Array.from({ length: 100 }, (_, i) => `a/f${i}`));
    const reader = world.newReader();
    expect(await world.callsOf(() => world.list('a/', { reader }))).toEqual({ list: 1, head: 0 });
    expect(world.counts.leaseWaits).toBeUndefined();
  });
});

describe('many stats in a directory that the index does not hold', () => {
  test('need one read to find that there are no chunks', async () => {
    let chunkReads = 0;
    const world = new World({
      table: (table) => ({
        ...table,
        readChunks: async (directory, request) => {
          chunkReads++;
          const page = await table.readChunks(directory, request);
          // DynamoDB reads only the nearest chunk here, so it is not known what follows.
          return { ...page, more: page.more || request.limit === 1 };
        },
      }),
    });
    const keys = Array.from({ length: 1_000 }, (_, i) => `a/f${i}`);
    for (const key of keys) world.put(key);
    await world.statMany(keys);
    // One more read, before the page is stored, finds the chunks that the page replaces.
    expect(chunkReads).toBe(2);
  });
});
