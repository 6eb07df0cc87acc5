/**
 * A directory that its parent does not list is answered as empty. The reads for this must run in parallel with the
 * request's own reads, and only where they can help.
 */
import { describe, expect, test } from '@jest/globals';
import { ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';
import { World } from '../../../support/world.ts';

/** A world that counts the reads of records in the root, which is the parent. */
function worldCountingRootReads({ failing = false } = {}) {
  const root = { reads: 0 };
  const world = new World({
    table: (table) => ({
      ...table,
      readRecord: async (scope, name) => {
        if (scope.prefix !== '') return table.readRecord(scope, name);
        root.reads++;
        if (failing) throw new ItemUnreadable('damaged');
        return table.readRecord(scope, name);
      },
    }),
  });
  return { world, root };
}

describe('a directory that is known to be empty', () => {
  test('is answered without S3 until something is created in it', async () => {
    const { world } = worldCountingRootReads();
    world.put('file.txt');
    await world.list('');
    const { names, provenances } = await world.list('file.txt/');
    expect(names).toEqual([]);
    expect(provenances[0]).toMatchObject({ served: 'hit', s3Lists: 0 });
    await world.putAndTell('file.txt/inside');
    expect((await world.list('file.txt/')).names).toEqual(['inside']);
  });

  test('is not looked for again if the instance knows that it is not empty', async () => {
    const { world, root } = worldCountingRootReads();
    world.put('d/a');
    await world.list('d/');
    expect(root.reads).toBe(1);
    await world.list('d/');
    await world.list('d/');
    expect(root.reads).toBe(1);
  });

  test("is not known if the parent's record is unreadable, which does not turn the request to S3", async () => {
    const { world } = worldCountingRootReads({ failing: true });
    world.put('d/a');
    await world.list('d/');
    const { names, provenances } = await world.list('d/');
    expect(names).toEqual(['a']);
    expect(provenances[0]).toMatchObject({ served: 'hit', detail: undefined });
  });
});
