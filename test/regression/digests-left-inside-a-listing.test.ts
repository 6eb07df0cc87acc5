/**
 * Recursive listings and fills store digests of what they list. An older digest that started inside the new page stayed
 * there, and the usage of the directory at its start was that of the older LIST.
 */
import { expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { FillWorld } from '../support/fill-world.ts';
import { manyKeys } from '../support/tree-world.ts';
import { HOUR_MS, ORDINARY, type World } from '../support/world.ts';

const SCOPE = { kind: 'digests', bucket: 'photos', prefix: '' } as const;
const EACH = 100;
const NO_CACHE = { ...ORDINARY, noCache: true };

async function startsOf(world: World): Promise<unknown[]> {
  const { chunks } = await world.table.readChunks(SCOPE, { from: '', limit: 10_000 });
  return chunks.map(({ after }) => after);
}

/** Digests were stored, then the directories changed without events, so that the LIST pages have other borders. */
async function changedWorld(): Promise<{ world: FillWorld; directories: string[] }> {
  const world = new FillWorld({ bucket: { events: 'none' } });
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

test('digests of pages that were listed again do not stay until they expire', async () => {
  const world = new FillWorld();
  const keys = manyKeys(40, EACH);
  for (const key of keys) world.put(key);
  await world.list('', { recursive: true });
  const before = (await startsOf(world)).length;
  for (let i = 0; i < 6; i++) {
    for (const key of keys.splice(0, 130)) world.remove(key);
    world.now += HOUR_MS + 1;
    await world.list('', { recursive: true });
  }
  expect((await startsOf(world)).length).toBeLessThanOrEqual(before);
});

test('if the older digests cannot be read, the new ones are not stored, and the answer is complete', async () => {
  const { world, directories } = await changedWorld();
  const { readChunks } = world.table;
  world.table.readChunks = async (scope, request) => {
    if (scope.kind === 'digests') throw new IndexUnavailable('throttled');
    return readChunks.call(world.table, scope, request);
  };
  const before = await startsOfPlain(readChunks.bind(world.table));
  const { names, provenances } = await world.list('', { recursive: true, freshness: NO_CACHE });
  expect(names).toHaveLength(1_870 + directories.length);
  expect(provenances.map(({ stored }) => stored)).not.toContain(true);
  expect(await startsOfPlain(readChunks.bind(world.table))).toEqual(before);
});

async function startsOfPlain(readChunks: World['table']['readChunks']): Promise<unknown[]> {
  const { chunks } = await readChunks(SCOPE, { from: '', limit: 10_000 });
  return chunks.map(({ after, observedAt }) => [after, observedAt]);
}
