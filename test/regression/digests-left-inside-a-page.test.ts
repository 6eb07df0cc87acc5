/**
 * Digests in parts: what a page replaces. An older item that was left inside a new page, or a part that came back with
 * its old time, hid the newer digest from questions about a directory. Other items stayed until DynamoDB removed them.
 */
import { expect, test } from '@jest/globals';
import { manyKeys, worldOf } from '../support/tree-world.ts';
import { HOUR_MS, ORDINARY, type World } from '../support/world.ts';

const SCOPE = { kind: 'digests', bucket: 'photos', prefix: '' } as const;
const listsOf = async (w: World, d: string) => (await w.callsOf(() => w.usage(d))).list;
const itemsOf = async (w: World) => (await w.table.readChunks(SCOPE, { from: '', limit: 10_000 })).chunks;

test.each([{ noCache: true }, { maxAgeMs: 500 }])(
  'usage of a directory is not older than the usage of the root that was refreshed (%j)',
  async (directives) => {
    const keys = manyKeys(20, 100);
    const world = worldOf(keys, { bucket: { events: 'none' } });
    await world.usage('');
    for (const key of keys.splice(0, 130)) world.remove(key);
    const dirs = [...new Set(keys.map((k) => k.slice(0, 7)))];
    for (const d of dirs) world.put(`${d}new`);
    world.now += 1000;
    const root = await world.usage('', { depth: 2, freshness: { ...ORDINARY, ...directives } });
    world.now += 100;
    for (const d of dirs)
      expect([d, (await world.usage(d)).usage.objects]).toEqual([
        d,
        root.children.find(({ name }) => name === d)!.usage.objects,
      ]);
  },
);

test('a tree whose front changes does not keep an item for each old page, and directories need no LIST', async () => {
  const keys = manyKeys(200, 100);
  const world = worldOf(keys);
  await world.usage('');
  const items = [(await itemsOf(world)).length];
  for (let i = 0; i < 6; i++) {
    await world.removeAndTell(...keys.splice(0, 130));
    world.now += HOUR_MS + 1;
    await world.usage('');
    items.push((await itemsOf(world)).length);
  }
  let lists = 0;
  for (const d of new Set(keys.map((k) => k.slice(0, 7)))) lists += await listsOf(world, d);
  expect({ most: Math.max(...items) <= 2 * items[0]! - 10, items, lists }).toMatchObject({
    most: true,
    lists: 0,
  });
});

test('a half that was listed along with gaps does not come back with its old time', async () => {
  const keys = manyKeys(6, 100).map((k) => k.replace('d/', 'd/d/'));
  const last = Array.from({ length: 100 }, (_, i) => `d/e/${i}`);
  const world = worldOf(['a', ...keys, ...last]);
  await world.usage('d/d/');
  await world.usage('');
  const more = Array.from({ length: 1100 }, (_, i) => `d/d/0000/0050-${String(i).padStart(4, '0')}`);
  for (const k of more) world.put(k);
  world.remove('d/e/5');
  await world.apply([
    { key: more[0]!, kind: 'created' },
    { key: 'd/e/5', kind: 'removed' },
  ]);
  world.put('d/d/0004/lost');
  world.now += 1000;
  const all = await world.usage('', { depth: 3 });
  expect(all.children.find(({ name }) => name === 'd/d/0004/')!.usage.objects).toBe(101);
  world.now += 1000;
  expect((await world.usage('d/d/0004/')).usage.objects).toBe(101);
});

test('an item of an older format does not stay beside the new items', async () => {
  const keys = manyKeys(10, 100);
  const world = worldOf(keys);
  await world.usage('');
  const [item] = await itemsOf(world);
  // What the second half of this page looks like after the upgrade: its seal is not of this format.
  await world.table.writeChunk(
    SCOPE,
    { ...item!, after: keys[499]!, body: Uint8Array.from([4, 1, 2, 3, 4, 5]) },
    world.now + 100,
  );
  await world.putAndTell('d/0001/x', 'd/0008/x');
  await world.usage('');
  const before = world.counts.undecodable ?? 0;
  let lists = 0;
  for (const d of ['', 'd/0006/', 'd/0007/', 'd/0009/', '']) lists += await listsOf(world, d);
  expect({ lists, undecodable: (world.counts.undecodable ?? 0) - before }).toEqual({
    lists: 0,
    undecodable: 0,
  });
});

test('when a directory in the first half is listed again, the second half is still used', async () => {
  const world = worldOf(manyKeys(5, 200));
  await world.usage('');
  await world.putAndTell('d/0001/0100x');
  expect(await listsOf(world, 'd/0001/')).toBe(1);
  expect([await listsOf(world, 'd/0003/'), await listsOf(world, 'd/0004/')]).toEqual([0, 0]);
});

test('the second half is kept when the page is listed from its start for a directory', async () => {
  const world = worldOf(manyKeys(7, 300));
  await world.usage('');
  await world.putAndTell('d/0003/0150x');
  expect(await listsOf(world, 'd/0003/')).toBe(1);
  expect([await listsOf(world, 'd/0005/'), await listsOf(world, 'd/0006/')]).toEqual([0, 0]);
});

test('an item that is kept for its second half does not hide the new page', async () => {
  const world = worldOf(manyKeys(20, 100));
  await world.usage('');
  await world.removeAndTell('d/0008/0050', 'd/0012/0050');
  expect(await listsOf(world, '')).toBe(1);
  expect([await listsOf(world, 'd/0012/'), await listsOf(world, 'd/0013/')]).toEqual([0, 0]);
});
