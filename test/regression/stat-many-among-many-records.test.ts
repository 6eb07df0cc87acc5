/** A stat of a few names that lie far apart read every record between them: 4 MB instead of three items. */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

test('the number of records read is bounded by the names requested', async () => {
  let read = 0;
  const counting = (inner: IndexTable): IndexTable => ({
    ...inner,
    readRecord: async (...asked) => {
      read++;
      return inner.readRecord(...asked);
    },
    readRecords: async (...asked) => {
      const page = await inner.readRecords(...asked);
      read += page.records.length;
      return page;
    },
  });
  const world = new World({ table: counting });
  const keys = Array.from({ length: 5_000 }, (_, i) => `d/${String(i).padStart(5, '0')}`);
  for (const key of keys) world.put(key);
  await world.list('d/');
  for (const key of keys)
    await world.table.writeMarks(
      { bucket: world.bucket.name, prefix: 'd/' },
      key.slice(2),
      { appearedAt: 1 },
      2,
    );
  read = 0;
  const asked = [0, 1_000, 2_500, 4_999].map((i) => keys[i]!);
  const calls = await world.callsOf(async () => {
    const answer = await world.statMany(asked);
    expect(answer).toMatchObject({ outcome: 'answered', value: asked.map((key) => ({ key, found: true })) });
  });
  expect(calls).toEqual({ list: 0, head: 0 });
  expect(read).toBeLessThan(200);
});
