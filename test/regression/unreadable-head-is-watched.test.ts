/**
 * Found by fuzzing stored items. An unreadable head made every event of its batch fail, also for other directories,
 * until they became dead letters. Its own directory was still answered from pages that those events had made
 * outdated.
 */
import { expect, test } from '@jest/globals';
import type { Directory } from '../../lambdas/core/model/names.ts';
import { IndexUnavailable, ItemUnreadable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

/** A world in which the head of `d/` is unreadable. */
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

test('events in a directory with an unreadable head are marked as if it were watched, and so are the other events of the batch', async () => {
  const world = damagedWorld();
  for (const key of ['d/a', 'e/a', 'top']) world.put(key);
  for (const prefix of ['', 'd/', 'e/']) await world.list(prefix);
  for (const key of ['d/a', 'e/a', 'top']) world.remove(key);
  const removed = ['d/a', 'e/a', 'top'].map((key) => ({ key, kind: 'removed' as const }));
  expect(await world.apply([...removed, { key: 'unwatched/a', kind: 'altered' }])).toEqual([
    { status: 'fulfilled', value: 'marked' },
    { status: 'fulfilled', value: 'marked' },
    { status: 'fulfilled', value: 'marked' },
    // The directory itself is not watched, but the root is: the altered object may be new.
    { status: 'fulfilled', value: 'marked' },
  ]);
  for (const prefix of ['', 'd/', 'e/']) expect((await world.list(prefix)).names).toEqual([]);
});

test('if the table does not answer, every event still fails', async () => {
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
