/**
 * Reading a completely rewritten directory in small pages asked S3 for each name separately: 1,000 HEADs, where a
 * LIST costs as much as 13.
 */
import { expect, test } from '@jest/globals';
import { World } from '../support/world.ts';

test.each([1, 7])(
  'a completely changed directory is listed again, whatever the page size (limit %i)',
  async (limit) => {
    const world = new World();
    const keys = Array.from({ length: 300 }, (_, i) => `d/${String(i).padStart(4, '0')}`);
    for (const key of keys) world.put(key);
    await world.list('d/');
    await world.putAndTell(...keys);
    const calls = await world.callsOf(async () =>
      expect((await world.list('d/', { limit })).names).toHaveLength(300),
    );
    expect(calls.head).toBeLessThanOrEqual(20);
    expect(calls.list).toBeLessThanOrEqual(4);
  },
);
