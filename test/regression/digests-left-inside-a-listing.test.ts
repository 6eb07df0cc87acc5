/**
 * Recursive listings and fills store digests of what they list. An older digest that started inside the new page stayed
 * there, and the usage of the directory at its start was that of the older LIST.
 */
import { expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { FillWorld, type FillWorldOptions } from '../support/fill-world.ts';
import { manyKeys, worldOf } from '../support/tree-world.ts';
import { ORDINARY, type World } from '../support/world.ts';

const SCOPE = { kind: 'digests', bucket: 'photos', prefix: '' } as const;
const EACH = 100;
const NO_CACHE = { ...ORDINARY, noCache: true };

async function itemsOf(world: World) {
  const { chunks } = await world.table.readChunks(SCOPE, { from: '', limit: 10_000 });
  return chunks.map(({ after, observedAt }) => [after, observedAt]);
}

/** Digests were stored, then the directories changed without events, so that the LIST pages have other borders. */
async function changedWorld(
  table?: FillWorldOptions['table'],
): Promise<{ world: FillWorld; directories: string[] }> {
  const world = new FillWorld({ bucket: { events: 'none' }, table });
  const keys = manyKeys(20, EACH);
  for (const key of keys) world.put(key);
  await world.usage('');
  for (const key of keys.splice(0, 130)) world.remove(key);
  const directories = [...new Set(keys.map((key) => key.slice(0, 7)))];
  for (const directory of directories) world.put(`${directory}new`);
  world.now += 1_000;
  return { world, directories };
}

async function expectLatest(world: World, directories: readonly string[]): Promise<void> {
  world.now += 100;
  const objects = [];
  for (const directory of directories) objects.push((await world.usage(directory)).usage.objects);
  expect(objects).toEqual([71, ...directories.slice(1).map(() => EACH + 1)]);
}

test.each([1_000, 300])('usage is not older than a recursive listing (pages of %i)', async (limit) => {
  const { world, directories } = await changedWorld();
  await world.list('', { recursive: true, limit, freshness: NO_CACHE });
  await expectLatest(world, directories);
});

test('usage is not older than the recursive listing of the same directory', async () => {
  const { world, directories } = await changedWorld();
  for (const directory of directories) await world.list(directory, { recursive: true, freshness: NO_CACHE });
  await expectLatest(world, directories);
});

test('usage is not older than a fill', async () => {
  const { world, directories } = await changedWorld();
  await world.begin('');
  await world.drain();
  await expectLatest(world, directories);
});

test('a recursive listing in a bucket with events costs the next usage question no LIST', async () => {
  const world = new FillWorld();
  for (const key of manyKeys(20, 150)) world.put(key);
  await world.usage('');
  world.now += 1_000;
  // This directory is on both sides of a border between two LIST pages.
  await world.list('d/0006/', { recursive: true, freshness: NO_CACHE });
  world.now += 1_000;
  expect((await world.callsOf(() => world.usage(''))).list).toBe(0);
});

test('if the older digests cannot be read, the new ones are not stored, and the chunks are', async () => {
  let isFailing = false;
  const { world, directories } = await changedWorld((table) => ({
    ...table,
    readChunks: async (scope, request) => {
      if (isFailing && scope.kind === 'digests') throw new IndexUnavailable('throttled');
      return table.readChunks(scope, request);
    },
  }));
  const before = await itemsOf(world);
  isFailing = true;
  const { names, provenances } = await world.list('', { recursive: true, freshness: NO_CACHE });
  isFailing = false;
  expect(names).toHaveLength(1_870 + directories.length);
  expect(provenances.map(({ stored }) => stored)).toEqual([false, false]);
  expect(await itemsOf(world)).toEqual(before);
  expect((await world.callsOf(() => world.list('', { recursive: true }))).list).toBe(0);
});

test('if the new digest cannot be written, the older one is not deleted', async () => {
  let isFailing = false;
  const world = new FillWorld({
    bucket: { events: 'none' },
    table: (table) => ({
      ...table,
      writeChunk: async (scope, ...rest) => {
        if (isFailing && scope.kind === 'digests') throw new IndexUnavailable('throttled');
        return table.writeChunk(scope, ...rest);
      },
    }),
  });
  for (const key of ['x/a', ...Array.from({ length: 10 }, (_, i) => `x/m/${i}`)]) world.put(key);
  await world.usage('');
  world.put('x/m/new');
  world.now += 60_000;
  await world.list('x/m/', { recursive: true, freshness: NO_CACHE });
  world.now += 60_000;
  isFailing = true;
  const { provenances } = await world.list('x/', { recursive: true, freshness: NO_CACHE });
  expect(provenances).toMatchObject([{ stored: false }]);
  isFailing = false;
  world.now += 1_000;
  expect((await world.usage('x/m/')).usage.objects).toBe(11);
});

const TWO_PARTS = [
  ...Array.from({ length: 100 }, (_, i) => `b/${1_000 + i}`),
  ...manyKeys(10, 80).map((key) => key.replace('d/', 'n/')),
];

test('a part of an older digest is not written again in front of a later one', async () => {
  const world = worldOf(TWO_PARTS, { bucket: { events: 'none' } });
  await world.usage('');
  world.put('n/0007/new');
  world.now += 60_000;
  await world.list('n/', { recursive: true, freshness: NO_CACHE });
  expect((await world.usage('n/0007/')).usage.objects).toBe(81);
  world.now += 60_000;
  await world.usage('b/', { freshness: NO_CACHE });
  expect((await world.usage('n/0007/')).usage.objects).toBe(81);
});
