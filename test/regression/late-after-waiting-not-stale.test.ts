/**
 * Found by the simulation (seed 96095): a request waited for another instance's LIST, which succeeded, and had no
 * time left for the next one. It used an expired observation as if S3 had failed, although S3 had not failed.
 */

import { expect, test } from '@jest/globals';
import { EVERYTHING, type NameRange } from '../../lambdas/core/model/range.ts';
import { cutPage } from '../../lambdas/core/origin/cut-page.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { BUCKET, HOUR_MS, World } from '../support/world.ts';

test('an expired observation is no answer to a request that waited for another one and had no time left for its own', async () => {
  const directory = { bucket: BUCKET, prefix: 'd/' };
  let meanwhile: (() => Promise<void>) | undefined;
  let reads = 0;
  const table = (inner: IndexTable): IndexTable => ({
    ...inner,
    readChunks: async (...asked) => {
      // The first read finds nothing usable. The second read is the one after the wait.
      if (meanwhile && ++reads === 2) await meanwhile();
      return inner.readChunks(...asked);
    },
  });
  const world = new World({ table });
  world.put('d/a');
  world.put('d/z');
  await world.list('other/');
  const { epoch } = (await world.table.readBucket(BUCKET))!;
  const write = async (range: Partial<NameRange>, name: string) => {
    const observed = { observedAt: world.now, endsAt: world.now + HOUR_MS };
    const entries = [{ type: 'object' as const, name, sizeBytes: 0 }];
    const page = {
      ...EVERYTHING,
      ...range,
      ...observed,
      watchedUntil: world.now + 2 * HOUR_MS,
      epoch,
      entries,
    };
    for (const chunk of cutPage(directory, page)) await world.table.writeChunk(directory, chunk, world.now);
  };
  await write({ after: 'a' }, 'z');
  world.now += HOUR_MS + 1;
  const { now } = world;
  await world.table.acquireFill(directory, { until: now + HOUR_MS, now, leaseUntil: now + 1_500 });
  meanwhile = async () => {
    await write({ through: 'a' }, 'a');
    world.now += 30_000;
  };

  await expect(world.list('d/')).rejects.toThrow('unavailable');
  expect(reads).toBeGreaterThanOrEqual(2);
});
