/**
 * Found by fuzzing stored items. A record with unreadable marks made every removal in its directory fail until it
 * became a dead letter. A directory that had become empty stayed in the listing of its parent.
 */
import { expect, test } from '@jest/globals';
import { ItemUnreadable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

test('a removal in a directory with an unreadable record is marked in the directories above', async () => {
  let damaged = false;
  const world = new World({
    table: (table) => ({
      ...table,
      async readRecords(directory, range) {
        if (damaged && directory.prefix === 'd/') throw new ItemUnreadable('a is not a whole number');
        return table.readRecords(directory, range);
      },
    }),
  });
  world.put('d/a');
  for (const prefix of ['', 'd/']) await world.list(prefix);
  damaged = true;
  world.remove('d/a');
  expect(await world.apply([{ key: 'd/a', kind: 'removed' }])).toEqual([
    { status: 'fulfilled', value: 'marked' },
  ]);
  expect((await world.list('')).names).toEqual([]);
});
