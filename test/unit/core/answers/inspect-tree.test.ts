/** Inspecting what the index holds for everything below a directory. */
import { expect, test } from '@jest/globals';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import type { TreeInspection } from '../../../../lambdas/core/questions/inspect.ts';
import { manyKeys, worldOf } from '../../../support/tree-world.ts';
import { World } from '../../../support/world.ts';

async function treeOf(world: World, directory: string): Promise<TreeInspection | undefined> {
  const inspected = await world.reader.inspect({ bucket: world.bucket, directory });
  if (inspected.outcome !== 'answered') throw new Error(inspected.detail);
  return inspected.value.tree;
}

function treeWorld(): World {
  const world = new World();
  for (const key of ['d/1', 'd/sub/2', 'd/sub/3', 'e/4']) world.put(key);
  return world;
}

test('a bucket without a tree has none', async () => {
  const world = new World({ bucket: { tree: undefined } });
  expect(await treeOf(world, 'd/')).toBeUndefined();
});

test('before anybody asked, nothing is known', async () => {
  expect(await treeOf(treeWorld(), 'd/')).toEqual({
    root: '',
    watchedUntil: 0,
    chunks: [],
    digests: [],
    records: [],
    coverage: 'none',
    usageCoverage: 'none',
    truncated: false,
  });
});

test('usage leaves digests with a row for each directory, and a watch', async () => {
  const world = treeWorld();
  await world.usage('d/');
  const tree = (await treeOf(world, 'd/'))!;
  expect(tree).toMatchObject({ coverage: 'none', usageCoverage: 'complete', chunks: [] });
  expect(tree.watchedUntil).toBeGreaterThan(world.now);
  expect(tree.digests).toMatchObject([
    { after: START, through: END, directories: 2, objects: 3, state: 'valid' },
  ]);
  expect((await treeOf(world, 'e/'))!.usageCoverage).toBe('none');
});

test('a recursive listing leaves chunks too', async () => {
  const world = treeWorld();
  await world.list('d/', { recursive: true });
  expect(await treeOf(world, 'd/')).toMatchObject({
    coverage: 'complete',
    usageCoverage: 'complete',
    chunks: [{ after: START, through: END, entries: 3, state: 'valid' }],
  });
});

test('an event leaves a mark, and the digest that it concerns is marked', async () => {
  const world = treeWorld();
  await world.usage('d/');
  await world.putAndTell('d/sub/2');
  const tree = (await treeOf(world, 'd/'))!;
  expect(tree.records.map(({ name }) => name)).toEqual(['d/sub/2']);
  expect(tree).toMatchObject({ usageCoverage: 'none', digests: [{ state: 'marked' }] });
});

test('the halves of a page are shown and judged separately', async () => {
  const keys = manyKeys(1, 1_000);
  const world = worldOf(keys);
  const { usage } = await world.usage('d/');
  const border = keys[499]!;
  const { digests, usageCoverage } = (await treeOf(world, 'd/'))!;
  expect(usageCoverage).toBe('complete');
  expect(digests).toMatchObject([
    { after: START, through: border, directories: 1, objects: 500, state: 'valid' },
    { after: border, through: END, directories: 1, objects: 500, state: 'valid' },
  ]);
  expect(digests.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(usage.sizeBytes);
  await world.putAndTell(keys[700]!);
  expect(await treeOf(world, 'd/')).toMatchObject({
    usageCoverage: 'partial',
    digests: [{ state: 'valid' }, { state: 'marked' }],
  });
});

test('an invalidation of a part voids the digest that overlaps it', async () => {
  const world = treeWorld();
  await world.usage('d/');
  await world.reader.invalidate({ bucket: world.bucket, keys: [], prefixes: ['d/sub/'] });
  expect(await treeOf(world, 'd/')).toMatchObject({ usageCoverage: 'none', digests: [{ state: 'floored' }] });
});
