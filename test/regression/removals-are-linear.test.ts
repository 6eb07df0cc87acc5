/**
 * A removal at depth n read 1 + n(n+1)/2 heads, because the heads above were read again on every level: 20,101 at
 * depth 200. At depth 500 the function timed out repeatedly.
 */
import { describe, expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { BUCKET, World } from '../support/world.ts';

const DEPTHS = [1, 50, 100, 200, 500];

/** Directories from the root to depth n. */
const chain = (depth: number) => Array.from({ length: depth + 1 }, (_, level) => 'a/'.repeat(level));

/** A world whose table counts the items read (heads) and the queries. */
function counting() {
  const reads = { heads: 0, queries: 0 };
  const world = new World({
    table: (inner: IndexTable) => ({
      ...inner,
      readHeads: async (directories) => {
        reads.heads += directories.length;
        return inner.readHeads(directories);
      },
      readHead: async (directory) => {
        reads.heads += 1;
        return inner.readHead(directory);
      },
      readRecords: async (scope, request) => {
        reads.queries += 1;
        return inner.readRecords(scope, request);
      },
      readChunks: async (scope, request) => {
        reads.queries += 1;
        return inner.readChunks(scope, request);
      },
    }),
  });
  return { world, reads };
}

/** Reads for the removal of the only object at this depth, after these directories were listed. */
async function readsOfRemoval(depth: number, listed: readonly string[]) {
  const { world, reads } = counting();
  const key = `${'a/'.repeat(depth)}x`;
  world.put(key);
  for (const directory of listed) await world.list(directory);
  Object.assign(reads, { heads: 0, queries: 0 });
  await world.removeAndTell(key);
  const counted = { ...reads };
  expect((await world.list('')).names).toEqual([]);
  return counted;
}

describe('a removal at depth n', () => {
  test.each(DEPTHS)('%i below a listed root reads each head once', async (depth) => {
    const { heads, queries } = await readsOfRemoval(depth, ['']);
    expect(heads).toBe(1 + depth);
    expect(queries).toBe(0);
  });

  test.each(DEPTHS)('%i below directories that are all listed looks once into each', async (depth) => {
    const { heads, queries } = await readsOfRemoval(depth, chain(depth));
    expect(heads).toBe(1 + depth);
    expect(queries).toBe(2 * depth);
  });

  test.each(DEPTHS)(
    '%i below directories of which every second is listed reads each head at most twice',
    async (depth) => {
      const listed = chain(depth).filter((_, level) => level % 2 === 0);
      const { heads } = await readsOfRemoval(depth, listed);
      // If a directory above the first mark was not watched, its head is read again at the end of the walk.
      expect(heads).toBeGreaterThanOrEqual(1 + depth);
      expect(heads).toBeLessThanOrEqual(1 + 2 * depth);
    },
  );

  test('many removals in a batch share the heads above them', async () => {
    const { world, reads } = counting();
    const keys = Array.from({ length: 10 }, (_, index) => `${'a/'.repeat(100)}${index}`);
    for (const key of keys) world.put(key);
    await world.list('');
    reads.heads = 0;
    await world.removeAndTell(...keys);
    expect(reads.heads).toBe(1 + 100);
    expect((await world.list('')).names).toEqual([]);
  });
});

describe('a watch that begins while a removal goes up', () => {
  test('is seen by the invalidator that writes the last mark', async () => {
    // Two events: a/b/x and a/c/y are removed. While the first one is marked in a/, the root is listed for the
    // first time (y still exists). Then y is removed, and its event is processed completely.
    let meanwhile: (() => Promise<void>) | undefined;
    const world: World = new World({
      table: (inner: IndexTable) => ({
        ...inner,
        writeMarks: async (directory, name, marks, keepUntil) => {
          const act = directory.bucket === BUCKET && name === 'b/' ? meanwhile : undefined;
          if (act) {
            meanwhile = undefined;
            await act();
          }
          return inner.writeMarks(directory, name, marks, keepUntil);
        },
      }),
    });
    for (const key of ['a/b/x', 'a/c/y']) world.put(key);
    for (const directory of ['a/', 'a/b/', 'a/c/']) await world.list(directory);
    world.remove('a/b/x');
    meanwhile = async () => {
      expect((await world.list('')).names).toEqual(['a/']);
      await world.removeAndTell('a/c/y');
    };
    await world.apply([{ key: 'a/b/x', kind: 'removed' }]);
    expect(meanwhile).toBeUndefined();
    expect((await world.list('')).names).toEqual([]);
  });
});
