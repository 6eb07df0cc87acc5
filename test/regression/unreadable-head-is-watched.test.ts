/**
 * Found by fuzzing stored items: a head that could not be read failed every event of its batch, other directories' too, until they were
 * dead letters; and its own directory went on being answered from pages that those events had made false.
 */
import { expect, test } from '@jest/globals';
import type { Directory } from '../../lambdas/core/model/names.ts';
import { IndexUnavailable, ItemUnreadable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

/** A world where the head of `d/` cannot be read. */
function damagedWorld(): World {
  const isDamaged = ({ prefix }: Directory) => prefix === 'd/';
  return new World({
    table: (table) => ({
      ...table,
      async readHead(directory) {
        if (isDamaged(directory)) throw new ItemUnreadable('w is not a whole number');
        return table.readHead(directory);
      },
      async readHeads(directories) {
        if (directories.some(isDamaged)) throw new ItemUnreadable('w is not a whole number');
        return table.readHeads(directories);
      },
    }),
  });
}

test('events in a directory whose head cannot be read are marked, as if it were watched, and those beside them too', async () => {
  const world = damagedWorld();
  for (const key of ['d/a', 'e/a', 'top']) world.put(key);
  for (const prefix of ['', 'd/', 'e/']) await world.list(prefix);
  for (const key of ['d/a', 'e/a', 'top']) world.remove(key);
  const removed = ['d/a', 'e/a', 'top'].map((key) => ({ key, kind: 'removed' as const }));
  expect(await world.apply([...removed, { key: 'unwatched/a', kind: 'altered' }])).toEqual([
    { status: 'fulfilled', value: 'marked' },
    { status: 'fulfilled', value: 'marked' },
    { status: 'fulfilled', value: 'marked' },
    // Its own directory is not watched, but the root is: an altered object may not have been there.
    { status: 'fulfilled', value: 'marked' },
  ]);
  for (const prefix of ['', 'd/', 'e/']) expect((await world.list(prefix)).names).toEqual([]);
});

test('a table that does not answer is still a failure of every event', async () => {
  const world = new World({
    table: (table) => ({
      ...table,
      readHeads: async () => {
        throw new IndexUnavailable('down');
      },
    }),
  });
  const keys = ['d/a', 'e/a'];
  const outcomes = await world.apply(keys.map((key) => ({ key, kind: 'created' })));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
